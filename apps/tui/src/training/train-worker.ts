import { parentPort, workerData } from 'node:worker_threads'
import { type FinishedEvent, SgdController, type SgdEvent, sgd } from '@gradus/core'
import { FileError, removeLeftovers } from '@gradus/core/node'
import { describeError } from '../failure.ts'
import { UsageError } from '../usage-error.ts'
import { Checkpointer } from './checkpointer.ts'
import { setAsideEarlier } from './earlier-checkpoint.ts'
import type { TrainCommand, TrainEvent } from './messages.ts'
import { blameFlag, prepareRun } from './prepare.ts'
import { save } from './save.ts'
import { FLAGS, type TrainSettings } from './settings.ts'

const asked: TrainSettings = workerData
const controller = new SgdController()

function post(event: TrainEvent): void {
  parentPort?.postMessage(event)
}

async function train(): Promise<void> {
  const run = await prepareRun(asked)
  const { splits, network, settings, resume } = run
  const testData = settings.test ? splits.test : undefined
  const options = { ...settings, testData, validationData: splits.validation, controller, resume }
  const events = sgd(network, splits.train, options)
  post({
    type: 'loaded',
    seed: network.seed,
    dataHash: splits.train.hash,
    train: splits.train.length,
    validation: splits.validation?.length,
    test: testData?.length,
    setAside: await makeRoom(settings),
  })
  const finished = await follow(events, settings)
  if (finished) post(await save(network, settings, finished, splits.train.hash))
}

/** Lets no new run overwrite the checkpoint of another, and says where that went; sweeps up after killed ones. */
async function makeRoom({ out, checkpoint, resume }: TrainSettings): Promise<string | undefined> {
  await removeLeftovers(out)
  if (checkpoint !== undefined) await removeLeftovers(checkpoint)
  return checkpoint === undefined || checkpoint === resume ? undefined : setAsideEarlier(checkpoint)
}

/** Runs to the end, saves checkpoints, and tells what happens. */
async function follow(
  events: AsyncIterable<SgdEvent>,
  { checkpoint, checkpointSeconds }: TrainSettings,
): Promise<FinishedEvent | undefined> {
  const checkpointer =
    checkpoint === undefined ? undefined : new Checkpointer(checkpoint, checkpointSeconds, controller, post)
  for await (const event of events) {
    await checkpointer?.see(event)
    if (event.type === 'finished') await checkpointer?.flush()
    if (event.type !== 'checkpoint') post(event)
    if (event.type === 'finished') return event
  }
  return undefined
}

/** Where a first checkpoint cannot be saved, the flag that says where is to blame. */
function blame(error: unknown): unknown {
  if (!(error instanceof FileError) || error.path !== asked.checkpoint) return blameFlag(error, asked)
  return new UsageError(
    FLAGS.checkpoint,
    asked.checkpoint,
    `${error.message} Or keep none by --no-checkpoint.`,
  )
}

parentPort?.on('message', (_command: TrainCommand) => {
  controller.checkpoint()
  controller.abort()
})
try {
  await train()
} catch (cause) {
  const error = blame(cause)
  post({ type: 'failed', message: describeError(error), usage: error instanceof UsageError })
} finally {
  parentPort?.close()
}
