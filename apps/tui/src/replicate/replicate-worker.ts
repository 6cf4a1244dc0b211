import { parentPort, workerData } from 'node:worker_threads'
import { type FinishedEvent, Network, SgdController, sgd } from '@gradus/core'
import { type DataSplits, loadMnist } from '@gradus/mnist/node'
import { describeError } from '../failure.ts'
import { type ExperimentName, setting } from './experiments.ts'
import type { ReplicationEvent, ReplicationSettings, StopCommand } from './messages.ts'
import { experimentOf } from './page.ts'

const settings: ReplicationSettings = workerData
let controller = new SgdController()
let isStopped = false

function post(event: ReplicationEvent): void {
  parentPort?.postMessage(event)
}

async function run(name: ExperimentName, { train, test }: DataSplits): Promise<void> {
  const { sizes, eta } = experimentOf(name)
  const { epochs, engine } = settings
  const network = new Network(sizes, { seed: setting.seed })
  controller = new SgdController()
  post({ type: 'begun', name })
  const options = { epochs, miniBatchSize: setting.miniBatchSize, eta, engine, testData: test, controller }
  let images: readonly number[] = []
  let finished: FinishedEvent | undefined
  for await (const event of sgd(network, train, options)) {
    if (event.type === 'started') images = event.answers ?? []
    if (event.type === 'finished') finished = event
    else if (event.type !== 'checkpoint') post(event)
  }
  if (!finished || finished.reason === 'aborted') return
  const evaluations = finished.history.flatMap(record => (record.test ? [record.test] : []))
  const outcome = {
    name,
    evaluations,
    images,
    sha256: await network.sha256(),
    problem: finished.error?.message,
  }
  post({ type: 'ended', outcome })
}

parentPort?.on('message', (_command: StopCommand) => {
  isStopped = true
  controller.abort()
})
try {
  const splits = await loadMnist({ trainSize: setting.trainingImages })
  for (const name of settings.names) if (!isStopped) await run(name, splits)
} catch (error) {
  post({ type: 'failed', message: describeError(error), usage: false })
} finally {
  parentPort?.close()
}
