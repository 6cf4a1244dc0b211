/**
 * Times the scalar engine on the 60,000 MNIST images, training only: mini-batches of 10, eta 3, seed 0. A process of its own, as
 * each peer is.
 *
 *     node src/train-epochs.ts HIDDEN EPOCHS
 */
import { Network, sgd } from '@gradus/core'
import { loadTrainData } from '@gradus/mnist/node'

const [hidden = 15, epochs = 3] = process.argv.slice(2).map(Number)
const network = new Network([784, hidden, 10], { seed: 0 })
const seconds: number[] = []
for await (const event of sgd(network, await loadTrainData(), {
  epochs,
  miniBatchSize: 10,
  eta: 3,
  engine: 'scalar',
})) {
  if (event.type === 'epoch') seconds.push(event.trainSeconds)
}
console.log(JSON.stringify({ epochs: seconds, sha256: await network.sha256() }))
