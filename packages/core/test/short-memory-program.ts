/**
 * Does what takes a lot of memory, each until the system gives no more, and prints by which error each of
 * them ends, as JSON.
 *
 *     sh -c 'ulimit -v 4000000; node test/short-memory-program.ts'
 */
import {
  denseExamples,
  formatModel,
  Matrix,
  Network,
  Predictor,
  type SparseExamples,
  sgd,
} from '../src/index.ts'
import { LightPredictor } from '../src/predict.ts'

const small = new Network([1, 2], { seed: 0 })
const NEURONS = 8_000_000
/** Memory taken in parts of 64 MB: the failure to get one leaves enough for the program itself. */
const wide = new Network([1, NEURONS], {
  biases: [new Matrix(NEURONS, 1)],
  weights: [new Matrix(NEURONS, 1)],
})
/** As many examples as their indices take a hundred megabytes. */
const many: SparseExamples = {
  ...{ kind: 'sparse', length: 20_000_000, inputSize: 1, outputSize: 2 },
  offsets: new Uint32Array(20_000_001),
  indices: new Uint16Array(0),
  values: new Uint8Array(0),
  labels: new Uint8Array(20_000_000),
}
const options = { epochs: 1, miniBatchSize: 1, eta: 1 }

const jobs: Readonly<Record<string, () => unknown>> = {
  matrix: () => new Matrix(30_000, 30_000),
  clone: () => new Matrix(16_000, 8_000).clone(),
  copy: () => wide.clone(),
  format: () => formatModel(wide),
  predictor: () => new Predictor(wide),
  reference: () => new Predictor(wide, { engine: 'reference' }),
  outputs: () => new Predictor(small).outputs(new Uint8Array(40_000_000)),
  light: () => new LightPredictor(small).outputs(new Uint8Array(40_000_000)),
  evaluation: () => new Predictor(small).outputsOf(many),
  training: () => sgd(small, many, options),
  statistics: () =>
    sgd(wide, denseExamples([[[1], wide.biases[0]?.data ?? []]]), { ...options, statistics: true }),
}

/** Everything is kept, so that memory comes to its end. */
const kept: unknown[] = []
const ends: Record<string, { name: string; message: string }> = {}
for (const [name, job] of Object.entries(jobs)) {
  try {
    for (let times = 0; times < 1000; times++) kept.push(job())
    ends[name] = { name: 'none', message: '' }
  } catch (error) {
    ends[name] =
      error instanceof Error ? { name: error.name, message: error.message } : { name: 'none', message: '' }
  }
  kept.length = 0
  globalThis.gc?.()
}
console.log(JSON.stringify(ends))
