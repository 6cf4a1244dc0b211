/**
 * TensorFlow.js on its WebAssembly backend, with SIMD, on one thread. Two ways, by `job.gradients`:
 *
 * - `automatic`: as its documentation trains, `minimize` of `tf.train.sgd` on variables.
 * - `by-hand`: the four equations of backpropagation in `tf.tidy`. Faster, above all since each operand of a
 * product is transposed
 *   explicitly: only products of matrices that are not transposed reach the fast kernel (XNNPACK). The automatic gradients use the other.
 *
 * Both in production mode, without the checks. A mini-batch is gathered in JavaScript and handed over:
 * tf.gather is slower.
 */

import tf from '@tensorflow/tfjs'
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm'
import {
  accuracyOf,
  CLASSES,
  deviation,
  gather,
  INPUTS,
  job,
  matrices,
  normal,
  read,
  report,
  timeEpochs,
} from './mnist.mjs'

tf.enableProdMode()
setThreadsCount(1)
await tf.setBackend('wasm')

const rate = job.eta / job.miniBatchSize
const draw = (shape, sd) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => normal() * sd),
    shape,
  )
const layers = job.sizes.slice(1).map((neurons, l) => ({
  w: draw([job.sizes[l], neurons], deviation(job.sizes[l])),
  b: draw([neurons], 1),
}))

/** The activations of all layers, x itself first. */
function feedforward(x) {
  const activations = [x]
  for (const { w, b } of layers) activations.push(tf.sigmoid(tf.add(tf.matMul(activations.at(-1), w), b)))
  return activations
}

function automatic() {
  for (const layer of layers) {
    layer.w = tf.variable(layer.w)
    layer.b = tf.variable(layer.b)
  }
  const optimizer = tf.train.sgd(rate)
  return (x, y) => optimizer.minimize(() => tf.mul(tf.sum(tf.square(tf.sub(feedforward(x).at(-1), y))), 0.5))
}

function byHand() {
  const one = tf.scalar(1)
  const step = tf.scalar(rate)
  const sigmoidPrime = a => tf.mul(a, tf.sub(one, a))
  return (x, y) => {
    const updated = tf.tidy(() => {
      const activations = feedforward(x)
      const output = activations.at(-1)
      let delta = tf.mul(tf.mul(tf.sub(output, y), sigmoidPrime(output)), step)
      const result = []
      for (let l = layers.length - 1; l >= 0; l--) {
        const { w, b } = layers[l]
        const a = activations[l]
        result[l] = { w: tf.sub(w, tf.matMul(tf.transpose(a), delta)), b: tf.sub(b, tf.sum(delta, 0)) }
        if (l > 0) delta = tf.mul(tf.matMul(delta, tf.transpose(w)), sigmoidPrime(a))
      }
      return result
    })
    tf.dispose(layers)
    layers.splice(0, layers.length, ...updated)
  }
}

const update = job.gradients === 'automatic' ? automatic() : byHand()
const train = read('train')
const data = matrices(train, Float32Array)

function learn(order) {
  for (let start = 0; start < order.length; start += job.miniBatchSize) {
    const batch = gather(data, order.subarray(start, start + job.miniBatchSize))
    const x = tf.tensor2d(batch.x, [batch.x.length / INPUTS, INPUTS])
    const y = tf.tensor2d(batch.y, [batch.y.length / CLASSES, CLASSES])
    update(x, y)
    tf.dispose([x, y])
  }
  // Waits for nothing, since this backend computes at once; but nobody shall say so.
  layers[0].w.dataSync()
}

const seconds = await timeEpochs(learn, train.labels.length)
const test = read('t10k')
const images = tf.tensor2d(matrices(test, Float32Array).x, [test.labels.length, INPUTS])
const accuracy = accuracyOf(tf.tidy(() => feedforward(images).at(-1)).dataSync(), test.labels)
report({ seconds, accuracy, versions: { 'TensorFlow.js': tf.version.tfjs } })
