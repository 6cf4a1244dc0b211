/**
 * convnetjs: plain JavaScript, float64, an example at a time, an update after each mini-batch. What makes it
 * fair and fast: every image is made a Vol beforehand, no momentum and no decay, and the output layer is a
 * sigmoid under its regression loss, |a - y|^2 / 2.
 */
import { readFileSync } from 'node:fs'
import convnetjs from 'convnetjs'
import {
  accuracyOf,
  CLASSES,
  deviation,
  INPUTS,
  job,
  matrices,
  normal,
  read,
  report,
  timeEpochs,
} from './mnist.mjs'

/** Its own makeLayers would put one more layer, without a sigmoid, before the loss. */
function makeLayers() {
  const at = depth => ({ in_sx: 1, in_sy: 1, in_depth: depth })
  const layers = [new convnetjs.InputLayer({ out_sx: 1, out_sy: 1, out_depth: INPUTS })]
  for (const [l, neurons] of job.sizes.slice(1).entries()) {
    const inputs = job.sizes[l]
    const dense = new convnetjs.FullyConnLayer({ ...at(inputs), num_neurons: neurons })
    for (const { w } of dense.filters) for (let k = 0; k < w.length; k++) w[k] = normal() * deviation(inputs)
    for (let j = 0; j < neurons; j++) dense.biases.w[j] = normal()
    layers.push(dense, new convnetjs.SigmoidLayer(at(neurons)))
  }
  return [...layers, new convnetjs.RegressionLayer(at(job.sizes.at(-1)))]
}

function volumes(images) {
  const { x, y } = matrices(images, Float64Array)
  return Array.from(images.labels, (_, i) => {
    const volume = new convnetjs.Vol(1, 1, INPUTS, 0)
    volume.w.set(x.subarray(i * INPUTS, (i + 1) * INPUTS))
    return { volume, wanted: y.subarray(i * CLASSES, (i + 1) * CLASSES) }
  })
}

const net = new convnetjs.Net()
net.layers = makeLayers()
const trainer = new convnetjs.Trainer(net, {
  method: 'sgd',
  learning_rate: job.eta,
  momentum: 0,
  batch_size: job.miniBatchSize,
})
const data = volumes(read('train'))

function learn(order) {
  for (const i of order) trainer.train(data[i].volume, data[i].wanted)
}

const seconds = await timeEpochs(learn, data.length)
const test = read('t10k')
const outputs = volumes(test).flatMap(({ volume }) => Array.from(net.forward(volume).w))
const { version } = JSON.parse(
  readFileSync(new URL('node_modules/convnetjs/package.json', import.meta.url), 'utf8'),
)
report({ seconds, accuracy: accuracyOf(outputs, test.labels), versions: { convnetjs: version } })
