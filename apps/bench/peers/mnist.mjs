/**
 * Common parts of the peers' programs for Node: the job, the images, random numbers, and the result's one
 * line.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const INPUTS = 784
export const CLASSES = 10

/** Task of the benchmark, the one argument. */
export const job = JSON.parse(process.argv[2])

/** Bytes and labels of a pair of IDX files: `train` or `t10k`. */
export function read(name) {
  const file = kind => new Uint8Array(readFileSync(join(job.data, `${name}-${kind}-ubyte`)))
  return { pixels: file('images-idx3').subarray(16), labels: file('labels-idx1').subarray(8) }
}

/** The images to train on, and the last 10,000 of the training file, to validate by. */
export function readSplit() {
  const { pixels, labels } = read('train')
  const part = (from, to) => ({
    pixels: pixels.subarray(from * INPUTS, to * INPUTS),
    labels: labels.subarray(from, to),
  })
  return { train: part(0, 50_000), validation: part(50_000, 60_000) }
}

/** Pixels / 255 and one-hot labels, a row an image, in arrays of the given kind. */
export function matrices({ pixels, labels }, Numbers) {
  const x = new Numbers(pixels.length)
  for (let i = 0; i < x.length; i++) x[i] = pixels[i] / 255
  const y = new Numbers(labels.length * CLASSES)
  for (const [i, label] of labels.entries()) y[i * CLASSES + label] = 1
  return { x, y }
}

/** The order of 0 .. count - 1; shuffle it before every epoch. */
export const inOrder = count => Int32Array.from({ length: count }, (_, i) => i)

/** Fisher and Yates. */
export function shuffle(order) {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1))
    const swapped = order[i]
    order[i] = order[j]
    order[j] = swapped
  }
}

/** The chosen rows of x and y, gathered into arrays of their own. */
export function gather({ x, y }, rows) {
  const batch = new x.constructor(rows.length * INPUTS)
  const wanted = new y.constructor(rows.length * CLASSES)
  for (let i = 0; i < rows.length; i++) {
    batch.set(x.subarray(rows[i] * INPUTS, (rows[i] + 1) * INPUTS), i * INPUTS)
    wanted.set(y.subarray(rows[i] * CLASSES, (rows[i] + 1) * CLASSES), i * CLASSES)
  }
  return { x: batch, y: wanted }
}

/** From N(0, 1), by Box and Muller. */
export function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())
}

/**
 * Standard deviation of the initial weights: as in the textbook, or scaled by the inputs for wide layers.
 */
export const deviation = inputs => (job.gain === null ? 1 : job.gain / Math.sqrt(inputs))

/** The index of the largest of the ten outputs of row i. */
export function digitAt(outputs, i) {
  let best = 0
  for (let k = 1; k < CLASSES; k++) {
    if (outputs[i * CLASSES + k] > outputs[i * CLASSES + best]) best = k
  }
  return best
}

/** The share of rows whose largest output is at their label. */
export function accuracyOf(outputs, labels) {
  return labels.reduce((right, label, i) => right + (digitAt(outputs, i) === label), 0) / labels.length
}

/**
 * Seconds of every epoch, each one shuffled. `learn` gets the order and ends when all of it has been
 * computed.
 */
export async function timeEpochs(learn, count) {
  const order = inOrder(count)
  const seconds = []
  for (let epoch = 0; epoch < job.epochs; epoch++) {
    const start = performance.now()
    shuffle(order)
    await learn(order)
    seconds.push((performance.now() - start) / 1000)
  }
  return seconds
}

/**
 * Trains until the accuracy that is wanted, and reports the CPU seconds of training and evaluating. `learn`
 * gets the order of an epoch and the cosine's factor of eta; `correct` says how many of 10,000 images are
 * predicted correctly.
 */
export function race(learn, correct, count, versions) {
  const order = inOrder(count)
  const before = process.cpuUsage()
  let [epoch, accuracy] = [0, 0]
  for (; epoch < job.epochs && accuracy < job.wanted; epoch++) {
    shuffle(order)
    learn(order, (1 + Math.cos((Math.PI * epoch) / job.epochs)) / 2)
    accuracy = correct() / 10_000
  }
  const { user, system } = process.cpuUsage(before)
  report({ seconds: [(user + system) / 1e6], epochs: epoch, accuracy, versions })
}

export function report(result) {
  console.log(JSON.stringify(result))
}
