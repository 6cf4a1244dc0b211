/**
 * onnxruntime-web on its WebAssembly backend, with SIMD, on one thread: predicts the test images with an ONNX
 * model of the same weights. The images are tensors of float32 before the clock starts, the number of images
 * is fixed for the graph, and all of its optimisations are on. An output tensor that is there already would
 * spare time, but this version leaves one in ordinary memory as it was.
 *
 * With `job.images` 1, an image a call; else all of them in one. Prints seconds an image, or seconds a call,
 * of every repetition.
 */
import * as ort from 'onnxruntime-web'
import { accuracyOf, CLASSES, digitAt, INPUTS, job, matrices, read, report } from './mnist.mjs'

ort.env.wasm.numThreads = 1
const test = read('t10k')
const calls = job.images === 1 ? job.calls : 1
const count = job.images === 1 ? 1 : test.labels.length
const session = await ort.InferenceSession.create(job.model, {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  freeDimensionOverrides: { images: count },
})

const { x } = matrices(test, Float32Array)
const inputOf = call => {
  const numbers = x.slice(call * count * INPUTS, (call + 1) * count * INPUTS)
  return { x: new ort.Tensor('float32', numbers, [count, INPUTS]) }
}
const inputs = Array.from({ length: calls }, (_, call) => inputOf(call))
const digits = new Uint8Array(count)

/** Puts the digits of a call into `digits`, and gives the outputs that they come from. */
async function predict(input) {
  const { a } = await session.run(input)
  for (let i = 0; i < count; i++) digits[i] = digitAt(a.data, i)
  return a.data
}

const seconds = []
for (let repetition = 0; repetition < job.repetitions; repetition++) {
  const start = performance.now()
  for (const input of inputs) await predict(input)
  seconds.push((performance.now() - start) / 1000 / calls)
}

const all = new Float32Array(test.labels.length * CLASSES)
for (let call = 0; call * count < test.labels.length; call++) {
  all.set(await predict(inputOf(call)), call * count * CLASSES)
}
report({
  seconds,
  accuracy: accuracyOf(all, test.labels),
  digits: Array.from(test.labels, (_, i) => digitAt(all, i)).join(''),
  versions: { 'onnxruntime-web': ort.env.versions.web },
})
