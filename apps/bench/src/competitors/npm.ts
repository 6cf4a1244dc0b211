import { join } from 'node:path'
import { callsOf, type Job, type Precision } from '../jobs.ts'
import { MODEL } from '../onnx/model.ts'
import { PEERS } from '../runtimes.ts'
import { type PredictTask, trainTask } from '../tasks.ts'
import type { Competitor, Place, Program } from './competitor.ts'

interface Extent {
  /** Epochs to time, of jobs that are not long. */
  readonly timed?: number
  /** Whether to warm up for long epochs too, or to time the first. */
  readonly warmUpLong?: boolean
}

function trainingBy(
  file: string,
  more: object,
  precision: Precision,
  { timed = 2, warmUpLong = true }: Extent = {},
): (job: Job, place: Place) => Program | undefined {
  return (job, { data }) => {
    if (job.kind !== 'train' || job.precision !== precision) return undefined
    const warmUp = job.long && !warmUpLong ? 0 : 1
    const task = { ...trainTask(job, data, warmUp + (job.long ? 1 : timed)), ...more }
    return { args: [join(PEERS, file), JSON.stringify(task)], warmUp }
  }
}

export const NPM: readonly Competitor[] = [
  {
    name: 'tfjs',
    title: 'TensorFlow.js, WebAssembly, tuned',
    about: 'The gradients written out, every product brought to the form that has a fast kernel.',
    ours: false,
    runtime: { kind: 'npm' },
    program: trainingBy('tfjs.mjs', { gradients: 'by-hand' }, 'float32'),
  },
  {
    name: 'tfjs-automatic',
    title: 'TensorFlow.js, WebAssembly, as its documentation trains',
    about: 'minimize() of tf.train.sgd.',
    ours: false,
    runtime: { kind: 'npm' },
    // Its long epoch takes minutes, beside which warming up is nothing.
    program: trainingBy('tfjs.mjs', { gradients: 'automatic' }, 'float32', { warmUpLong: false }),
  },
  {
    name: 'jax',
    title: 'jax-js, WebAssembly',
    about: 'One jit-compiled function a mini-batch, the gradients written out, weights as (neurons, inputs).',
    ours: false,
    runtime: { kind: 'npm' },
    program: trainingBy('jax.mjs', {}, 'float32'),
  },
  {
    name: 'convnetjs',
    title: 'convnetjs',
    about: 'Plain JavaScript, which computes in float64 alone.',
    ours: false,
    runtime: { kind: 'npm' },
    program: trainingBy('convnetjs.mjs', {}, 'float64', { timed: 1 }),
  },
  {
    name: 'onnxruntime',
    title: 'onnxruntime-web, WebAssembly',
    about: 'An ONNX model of the same weights, in float32; its images are tensors before the clock starts.',
    ours: false,
    runtime: { kind: 'npm' },
    program(job, { data, folder }) {
      if (job.kind !== 'predict') return undefined
      const { warmUp, ...counts } = callsOf(job)
      const task: PredictTask = { data, model: join(folder, MODEL.onnx), images: job.images, ...counts }
      return { args: [join(PEERS, 'onnxruntime.mjs'), JSON.stringify(task)], warmUp }
    },
  },
]
