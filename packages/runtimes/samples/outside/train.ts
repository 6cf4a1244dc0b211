/**
 * A program outside the workspace: trains on 2,000 images, saves the model and a checkpoint, and loads them
 * again.
 */
import { Network, SgdController, sgd } from '@gradus/core'
import { loadCheckpoint, loadModel, saveCheckpoint, saveModel } from '@gradus/core/node'
import { Dataset } from '@gradus/mnist'
import { loadMnist } from '@gradus/mnist/node'
import { learnXor } from './portable.js'

const { train, test } = await loadMnist()
if (!(train instanceof Dataset)) throw new Error('The entries of @gradus/mnist have different classes.')

const network = new Network([784, 15, 10], { seed: 0 })
const controller = new SgdController()
controller.checkpoint()
const options = { epochs: 10, miniBatchSize: 10, eta: 3, testData: test, controller }

let correct = 0
for await (const event of sgd(network, train.subset(0, 2000), options)) {
  if (event.type === 'checkpoint') await saveCheckpoint('run.safetensors', event.checkpoint)
  if (event.type === 'epoch') correct = event.correct ?? 0
}
await saveModel('model.safetensors', network, { accuracy: { test: correct / test.length } })

const { network: loaded, metadata } = await loadModel('model.safetensors')
const { progress } = await loadCheckpoint('run.safetensors')
let events = 0
await learnXor(() => events++)

console.log(
  JSON.stringify({
    correct,
    accuracy: metadata.accuracy?.test,
    predicted: loaded.predict(test.at(0).x),
    isSame: (await network.sha256()) === (await loaded.sha256()),
    checkpointEpochs: progress.spec.epochs,
    hasTold: events > 0,
  }),
)
