import { parentPort, workerData } from 'node:worker_threads'
import {
  type EngineChoice,
  type FinishedEvent,
  hyperparametersOf,
  networkOf,
  SgdController,
  sgd,
} from '@gradus/core'
import type { Dataset } from '@gradus/mnist'
import { loadMnist } from '@gradus/mnist/node'
import { describeError } from '../failure.ts'
import { setting } from './experiments.ts'
import type { RunOutcome, ThreadCommand, ThreadEvent } from './messages.ts'

/** The book's validation data are the last images of the training file, from this one on. */
const FIRST_OF_VALIDATION = 50_000

const { engine }: { readonly engine: EngineChoice } = workerData
let controller = new SgdController()
let isStopped = false
let data: Promise<{ readonly train: Dataset; readonly test: Dataset }> | undefined

function post(event: ThreadEvent): void {
  parentPort?.postMessage(event)
}

/** Trains a network. @returns undefined if it was stopped */
async function train(command: Extract<ThreadCommand, { type: 'train' }>): Promise<RunOutcome | undefined> {
  const { spec, measuresTraining } = command
  data ??= loadMnist({ trainSize: setting.trainingImages })
  const { train: whole, test } = await data
  if (isStopped) return undefined
  const network = networkOf(spec)
  const examples = whole.subset(0, spec.data.train)
  controller = new SgdController()
  const options = {
    ...hyperparametersOf(spec),
    ...(spec.data.validation !== undefined && {
      validationData: whole.subset(FIRST_OF_VALIDATION, FIRST_OF_VALIDATION + spec.data.validation),
    }),
    ...(spec.data.test !== undefined && { testData: test }),
    ...(measuresTraining && { trainingSample: examples }),
    ...{ engine, controller },
  }
  let images: readonly number[] = []
  let finished: FinishedEvent | undefined
  for await (const event of sgd(network, examples, options)) {
    if (event.type === 'started') images = event.answers ?? []
    if (event.type === 'finished') finished = event
    else if (event.type !== 'checkpoint') post(event)
  }
  if (!finished || finished.reason === 'aborted') return undefined
  const { history, error } = finished
  return {
    validation: history.flatMap(({ validation }) => (validation ? [validation] : [])),
    test: history.flatMap(record => (record.test ? [record.test] : [])),
    training: history.flatMap(({ training }) => (training ? [training] : [])),
    ...{ images, sha256: await network.sha256(), problem: error?.message },
  }
}

parentPort?.on('message', async (command: ThreadCommand) => {
  if (command.type === 'close') parentPort?.close()
  else if (command.type === 'stop') {
    isStopped = true
    controller.abort()
  } else {
    try {
      post({ type: 'ended', outcome: await train(command) })
    } catch (error) {
      post({ type: 'failed', message: describeError(error), usage: false })
      parentPort?.close()
    }
  }
})
