/**
 * jax-js on its WebAssembly backend; without Worker in the global scope it has one thread. What makes it
 * fast:
 *
 * - One jit-compiled function a mini-batch, with the gradients written out: `grad` makes slower kernels of
 * the same equations.
 * - Weights of shape (neurons, inputs): twice as fast here as their transpose.
 * - A wait after each mini-batch: else work is queued up until the end of the epoch, and slows down as the
 * queue grows.
 */
import { readFileSync } from 'node:fs'
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree } from '@jax-js/jax'
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

await init('wasm')
defaultDevice('wasm')

const rate = job.eta / job.miniBatchSize
const draw = (shape, sd) =>
  np.array(Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => normal() * sd)).reshape(shape)
let layers = job.sizes.slice(1).map((neurons, l) => ({
  w: draw([neurons, job.sizes[l]], deviation(job.sizes[l])),
  b: draw([neurons], 1),
}))

// Every use of an array spends a reference to it: `.ref` is one more.
const activate = ({ w, b }, a) => nn.sigmoid(np.dot(a, w.transpose()).add(b))
const sigmoidPrime = a => a.ref.mul(np.subtract(1, a))

/** The layers after one step of gradient descent. */
const update = jit((layers, x, y) => {
  const activations = [x]
  for (const { w, b } of layers) activations.push(activate({ w: w.ref, b: b.ref }, activations.at(-1).ref))
  const output = activations.pop()
  let delta = output.ref.sub(y).mul(sigmoidPrime(output)).mul(rate)
  const updated = []
  for (let l = layers.length - 1; l >= 0; l--) {
    const { w, b } = layers[l]
    const a = activations[l]
    updated.unshift({ w: w.ref.sub(np.dot(delta.ref.transpose(), a.ref)), b: b.sub(delta.ref.sum(0)) })
    if (l > 0) delta = np.dot(delta, w).mul(sigmoidPrime(a))
    else for (const array of [w, a, delta]) array.dispose()
  }
  return updated
})

const train = read('train')
const data = matrices(train, Float32Array)

async function learn(order) {
  for (let start = 0; start < order.length; start += job.miniBatchSize) {
    const batch = gather(data, order.subarray(start, start + job.miniBatchSize))
    layers = update(layers, np.array(batch.x).reshape([-1, INPUTS]), np.array(batch.y).reshape([-1, CLASSES]))
    await blockUntilReady(layers)
  }
}

const seconds = await timeEpochs(learn, train.labels.length)
const test = read('t10k')
const images = np.array(matrices(test, Float32Array).x).reshape([-1, INPUTS])
const outputs = tree.ref(layers).reduce((a, layer) => activate(layer, a), images)
const accuracy = accuracyOf(await outputs.data(), test.labels)
const { version } = JSON.parse(
  readFileSync(new URL('node_modules/@jax-js/jax/package.json', import.meta.url), 'utf8'),
)
report({ seconds, accuracy, versions: { 'jax-js': version } })
