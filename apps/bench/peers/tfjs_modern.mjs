/**
 * TensorFlow.js by the recipe `modern` without shifts, on its WebAssembly backend, with SIMD, on one thread,
 * until it reaches an accuracy.
 *
 * The gradients and nesterov's steps are written out in `tf.tidy`, every product brought to the form that has
 * a fast kernel, as in tfjs.mjs. Weights are He's; eta falls by the cosine. In production mode, without the
 * checks.
 */

import tf from '@tensorflow/tfjs'
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm'
import { CLASSES, digitAt, gather, INPUTS, job, matrices, normal, race, readSplit } from './mnist.mjs'

tf.enableProdMode()
setThreadsCount(1)
await tf.setBackend('wasm')

const { sizes, miniBatchSize, optimiser } = job
const draw = (inputs, neurons) =>
  tf.tensor2d(
    Float32Array.from({ length: inputs * neurons }, () => normal() * Math.sqrt(2 / inputs)),
    [inputs, neurons],
  )
const layers = sizes.slice(1).map((neurons, l) => ({
  w: draw(sizes[l], neurons),
  b: tf.zeros([neurons]),
  vw: tf.zeros([sizes[l], neurons]),
  vb: tf.zeros([neurons]),
}))
const mu = tf.scalar(optimiser.momentum)

/** The activations of all layers, x itself first. */
function feedforward(x) {
  const activations = [x]
  for (const [l, { w, b }] of layers.entries()) {
    const z = tf.add(tf.matMul(activations.at(-1), w), b)
    activations.push(l < layers.length - 1 ? tf.relu(z) : tf.softmax(z))
  }
  return activations
}

/** The new number and its velocity: v = mu v - step, w = w + mu v - step. */
function stepped(number, velocity, step) {
  const v = tf.sub(tf.mul(velocity, mu), step)
  return [tf.add(number, tf.sub(tf.mul(v, mu), step)), v]
}

function update(x, y, rate) {
  const updated = tf.tidy(() => {
    const activations = feedforward(x)
    // The steps need nothing but eta / m times their gradients, which all are linear in the output's delta.
    let delta = tf.mul(tf.sub(activations.at(-1), y), rate)
    const result = []
    for (let l = layers.length - 1; l >= 0; l--) {
      const { w, b, vw, vb } = layers[l]
      const a = activations[l]
      const [newW, newVw] = stepped(w, vw, tf.matMul(tf.transpose(a), delta))
      const [newB, newVb] = stepped(b, vb, tf.sum(delta, 0))
      result[l] = { w: newW, b: newB, vw: newVw, vb: newVb }
      if (l > 0) delta = tf.mul(tf.matMul(delta, tf.transpose(w)), tf.step(a))
    }
    return result
  })
  tf.dispose(layers)
  layers.splice(0, layers.length, ...updated)
}

const { train, validation } = readSplit()
const data = matrices(train, Float32Array)

function learn(order, factor) {
  const rate = tf.scalar((job.eta * factor) / miniBatchSize)
  for (let start = 0; start < order.length; start += miniBatchSize) {
    const batch = gather(data, order.subarray(start, start + miniBatchSize))
    const x = tf.tensor2d(batch.x, [batch.x.length / INPUTS, INPUTS])
    const y = tf.tensor2d(batch.y, [batch.y.length / CLASSES, CLASSES])
    update(x, y, rate)
    tf.dispose([x, y])
  }
  tf.dispose(rate)
}

const images = tf.tensor2d(matrices(validation, Float32Array).x, [validation.labels.length, INPUTS])

function correct() {
  const outputs = tf.tidy(() => feedforward(images).at(-1)).dataSync()
  return validation.labels.reduce((sum, label, i) => sum + (digitAt(outputs, i) === label), 0)
}

race(learn, correct, train.labels.length, { 'TensorFlow.js': tf.version.tfjs })
