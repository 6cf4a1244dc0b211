import { type Checkpoint, denseExamples, Network, SgdController, sgd } from '@gradus/core'

const xor = denseExamples([
  [[0, 0], [0]],
  [[0, 1], [1]],
  [[1, 0], [1]],
  [[1, 1], [0]],
])

/** The checkpoint of a small run of two epochs, after so many. */
export async function checkpointAfter(epochs: number): Promise<Checkpoint> {
  const controller = new SgdController()
  const options = { epochs: 2, miniBatchSize: 2, eta: 3, controller }
  for await (const event of sgd(new Network([2, 2, 1], { seed: 0 }), xor, options)) {
    const isThere =
      event.type === 'started' ? epochs === 0 : event.type === 'epoch' && event.epoch === epochs - 1
    if (isThere) controller.checkpoint()
    if (event.type === 'checkpoint') return event.checkpoint
  }
  throw new Error(`A run of two epochs has none after ${epochs}`)
}
