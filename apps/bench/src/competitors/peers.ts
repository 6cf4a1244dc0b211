import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Precision } from '@gradus/core'
import { callsOf, type Job, type TrainJob } from '../jobs.ts'
import { MODEL } from '../onnx/model.ts'
import { PEERS } from '../runtimes.ts'
import { type PredictTask, recipeTask, trainTask } from '../tasks.ts'
import type { Competitor, Place, Program, Runtime } from './competitor.ts'
import { GRADUS } from './gradus.ts'

const NUMPY_PROGRAM = fileURLToPath(import.meta.resolve('@gradus/fixtures/numpy/bench.py'))

const numpy: Runtime = {
  kind: 'python',
  name: 'NumPy 2.4.6',
  probe: [NUMPY_PROGRAM, '--help'],
  install: 'pip install numpy==2.4.6',
}

function numpyProgram(job: TrainJob, data: string, epochs: number, flags: readonly string[]): Program {
  const numbers = [job.sizes.join(','), job.miniBatchSize, job.eta, epochs].map(String)
  const names = ['--sizes', '--mini-batch-size', '--eta', '--epochs']
  const gain = job.gain === null ? [] : ['--gain', String(job.gain)]
  const options = names.flatMap((name, i) => [name, numbers[i] ?? ''])
  return { args: [NUMPY_PROGRAM, ...options, ...gain, ...flags, '--data', data, '--json'], warmUp: 0 }
}

const NUMPY: readonly Competitor[] = [
  {
    name: 'numpy-per-example',
    title: 'NumPy, an example at a time',
    about: 'The code of the textbook.',
    ours: false,
    runtime: numpy,
    program(job, { data }) {
      if (job.kind !== 'train' || job.precision !== 'float64' || job.gain !== null) return undefined
      return numpyProgram(job, data, 1, [])
    },
  },
  {
    name: 'numpy',
    title: 'NumPy, a mini-batch at a time',
    about: 'Matrix products of OpenBLAS, the mini-batch gathered by index.',
    ours: false,
    runtime: numpy,
    program(job, { data }) {
      if (job.kind !== 'train') return undefined
      const precision = job.precision === 'float32' ? ['--float32'] : []
      return numpyProgram(job, data, job.long ? 1 : 3, ['--vectorised', ...precision])
    },
  },
]

interface Extent {
  /** Epochs to time, of jobs that are not long. */
  readonly timed?: number
  /** Whether to warm up for long epochs too, or to time the first. */
  readonly warmUpLong?: boolean
  /** The program that trains until it reaches an accuracy. */
  readonly accuracyFile?: string
}

function trainingBy(
  file: string,
  more: object,
  precisions: readonly Precision[],
  { timed = 2, warmUpLong = true, accuracyFile }: Extent = {},
): (job: Job, place: Place) => Program | undefined {
  return (job, place) => {
    if (job.kind === 'accuracy' && accuracyFile !== undefined) {
      const task = { ...recipeTask(job, place), ...more }
      return { args: [join(PEERS, accuracyFile), JSON.stringify(task)], warmUp: 0 }
    }
    if (job.kind !== 'train' || !precisions.includes(job.precision)) return undefined
    const warmUp = job.long && !warmUpLong ? 0 : 1
    const task = { ...trainTask(job, place.data, warmUp + (job.long ? 1 : timed)), ...more }
    return { args: [join(PEERS, file), JSON.stringify(task)], warmUp }
  }
}

const pytorch: Runtime = {
  kind: 'python',
  name: 'PyTorch',
  probe: ['-c', 'import numpy, torch'],
  install: 'apt-get install python3-torch (Debian), or pip install torch numpy',
}

const scikitLearn: Runtime = {
  kind: 'python',
  name: 'scikit-learn',
  probe: ['-c', 'import sklearn'],
  install: 'apt-get install python3-sklearn (Debian), or pip install scikit-learn',
}

const byPyTorch: Extent = { timed: 3, accuracyFile: 'pytorch_modern.py' }

const PYTHON: readonly Competitor[] = [
  {
    name: 'pytorch',
    title: 'PyTorch, tuned',
    about:
      'The gradients written out in place, in one TorchScript function an epoch: the fastest that we found.',
    ours: false,
    runtime: pytorch,
    program: trainingBy('pytorch.py', { gradients: 'by-hand' }, ['float64', 'float32'], byPyTorch),
  },
  {
    name: 'pytorch-automatic',
    title: 'PyTorch, as its tutorials train',
    about: 'nn.Linear and nn.Sigmoid or nn.ReLU, backward() and optim.SGD.',
    ours: false,
    runtime: pytorch,
    program: trainingBy('pytorch.py', { gradients: 'automatic' }, ['float64', 'float32'], byPyTorch),
  },
  {
    name: 'scikit-learn',
    title: 'scikit-learn, MLPClassifier',
    about: 'Sigmoid outputs, but the cross-entropy and eta 0.5. By `modern`: softmax, and Glorot’s weights.',
    ours: false,
    runtime: scikitLearn,
    program: trainingBy('scikit_learn.py', {}, ['float64'], {
      ...{ timed: 3, accuracyFile: 'scikit_learn_modern.py' },
    }),
  },
]

const NPM: readonly Competitor[] = [
  {
    name: 'tfjs',
    title: 'TensorFlow.js, WebAssembly, tuned',
    about: 'The gradients written out, every product brought to the form that has a fast kernel.',
    ours: false,
    runtime: { kind: 'npm' },
    program: trainingBy('tfjs.mjs', { gradients: 'by-hand' }, ['float32'], {
      accuracyFile: 'tfjs_modern.mjs',
    }),
  },
  {
    name: 'tfjs-automatic',
    title: 'TensorFlow.js, WebAssembly, as its documentation trains',
    about: 'minimize() of tf.train.sgd.',
    ours: false,
    runtime: { kind: 'npm' },
    // Its long epoch takes minutes, beside which warming up is nothing.
    program: trainingBy('tfjs.mjs', { gradients: 'automatic' }, ['float32'], { warmUpLong: false }),
  },
  {
    name: 'jax',
    title: 'jax-js, WebAssembly',
    about: 'One jit-compiled function a mini-batch, the gradients written out, weights as (neurons, inputs).',
    ours: false,
    runtime: { kind: 'npm' },
    program: trainingBy('jax.mjs', {}, ['float32']),
  },
  {
    name: 'convnetjs',
    title: 'convnetjs',
    about: 'Plain JavaScript, which computes in float64 alone.',
    ours: false,
    runtime: { kind: 'npm' },
    program: trainingBy('convnetjs.mjs', {}, ['float64'], { timed: 1 }),
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

const NATIVE: readonly Competitor[] = [
  {
    name: 'native',
    title: 'A program in C',
    about: 'One thread, vectors of 128 bits, compiled by `cc -O3` when the benchmark runs.',
    ours: false,
    runtime: {
      kind: 'system',
      name: '`cc`, a C compiler,',
      command: 'cc',
      probe: ['--version'],
      install: 'apt-get install gcc libc6-dev (Debian)',
    },
    program(job, place) {
      if (job.kind !== 'recipe') return undefined
      return { args: [join(PEERS, 'native.mjs'), JSON.stringify(recipeTask(job, place))], warmUp: 1 }
    },
  },
]

export const COMPETITORS: readonly Competitor[] = [...GRADUS, ...NATIVE, ...NUMPY, ...PYTHON, ...NPM]

/** All peers that `--smoke` runs: what is cheap, and often there. */
export const SMOKE_PEERS: readonly string[] = NUMPY.map(({ name }) => name)
