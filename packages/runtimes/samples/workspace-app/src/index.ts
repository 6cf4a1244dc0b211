/** An app of the workspace: trains a few epochs on MNIST and prints what it got right. */
import { Network, sgd } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'

const { train, test } = await loadMnist()
const network = new Network([784, 15, 10], { seed: 0 })

for await (const event of sgd(network, train, { epochs: 2, miniBatchSize: 10, eta: 3, testData: test })) {
  if (event.type === 'epoch') console.log(`Epoch ${event.epoch} : ${event.correct} / ${event.total}`)
}
