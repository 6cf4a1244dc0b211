import { parentPort, workerData } from 'node:worker_threads'
import {
  type FinishedEvent,
  formatModel,
  type Network,
  SgdController,
  type SgdEvent,
  sgd,
} from '@gradus/core'
import { FileError, removeLeftovers, tryWriting } from '@gradus/core/node'
import { describeError } from '../failure.ts'
import { UsageError } from '../usage-error.ts'
import { Checkpointer } from './checkpointer.ts'
import type { TrainCommand, TrainEvent } from './messages.ts'
import { withSuffix } from './places.ts'
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
  await prepareFiles(network, settings)
  post({
    type: 'loaded',
    seed: network.seed,
    dataHash: splits.train.hash,
    train: splits.train.length,
    validation: splits.validation?.length,
    test: testData?.length,
  })
  const finished = await follow(events, settings)
  if (finished) post(await save(network, settings, finished, splits.train.hash))
}

/** Tries whether the model could be saved, and sweeps up after runs that were killed. @throws FileError */
async function prepareFiles(network: Network, { out, checkpoint }: TrainSettings): Promise<void> {
  await removeLeftovers(out)
  await removeLeftovers(withSuffix(out, '.diverged'))
  if (checkpoint !== undefined) await removeLeftovers(checkpoint)
  await tryWriting(out, formatModel(network))
}

/** Runs to the end, saves checkpoints, and tells what happens. */
async function follow(
  events: AsyncIterable<SgdEvent>,
  { checkpoint: path, checkpointSeconds: seconds, resume }: TrainSettings,
): Promise<FinishedEvent | undefined> {
  const isResumed = path === resume
  const checkpointer =
    path === undefined ? undefined : new Checkpointer({ path, seconds, isResumed }, controller, post)
  for await (const event of events) {
    await checkpointer?.see(event)
    if (event.type === 'finished') await checkpointer?.flush()
    if (event.type !== 'checkpoint') post(event)
    if (event.type === 'finished') return event
  }
  return undefined
}

/** The flag that is to blame for an error, if one is. */
function blame(error: unknown): unknown {
  if (!(error instanceof FileError)) return blameFlag(error, asked)
  const { out, checkpoint, resume } = asked
  if (error.path === out) return new UsageError(FLAGS.out, out, error.message)
  if (checkpoint === undefined || error.path !== checkpoint) return error
  const flag = checkpoint === resume ? FLAGS.resume : FLAGS.checkpoint
  const message = `${error.message} Or save elsewhere by ${FLAGS.checkpoint}, or keep none by --no-checkpoint.`
  return new UsageError(flag, checkpoint, message)
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
