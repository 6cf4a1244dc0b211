import { parentPort, workerData } from 'node:worker_threads'
import { type FinishedEvent, SgdController, sgd } from '@gradus/core'
import { UsageError } from '../usage-error.ts'
import type { TrainCommand, TrainEvent } from './messages.ts'
import { describeError, drawNetwork, loadSplits } from './prepare.ts'
import { save } from './save.ts'
import type { TrainSettings } from './settings.ts'

const settings: TrainSettings = workerData
const controller = new SgdController()

function post(event: TrainEvent): void {
  parentPort?.postMessage(event)
}

async function train(): Promise<void> {
  const splits = await loadSplits(settings)
  const testData = settings.test ? splits.test : undefined
  const network = drawNetwork(settings)
  const { hash } = splits.train
  post({
    type: 'loaded',
    seed: network.seed,
    dataHash: hash,
    train: splits.train.length,
    validation: splits.validation?.length,
    test: testData?.length,
  })
  const options = { ...settings, testData, validationData: splits.validation, controller }
  let finished: FinishedEvent | undefined
  for await (const event of sgd(network, splits.train, options)) {
    if (event.type === 'checkpoint') continue
    post(event)
    if (event.type === 'finished') finished = event
  }
  if (finished) post(await save(network, settings, finished, hash))
}

parentPort?.on('message', (_command: TrainCommand) => controller.abort())
try {
  await train()
} catch (error) {
  post({ type: 'failed', message: describeError(error), usage: error instanceof UsageError })
} finally {
  parentPort?.close()
}
