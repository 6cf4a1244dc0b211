import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { TrainJob } from '../jobs.ts'
import type { Competitor, Program, Runtime } from './competitor.ts'

const FIXTURES = dirname(createRequire(import.meta.url).resolve('@gradus/fixtures/package.json'))
const PROGRAM = join(FIXTURES, 'numpy', 'bench.py')

const runtime: Runtime = {
  kind: 'python',
  name: 'NumPy 2.4.6',
  probe: [PROGRAM, '--help'],
  install: 'pip install numpy==2.4.6',
}

function program(job: TrainJob, data: string, epochs: number, flags: readonly string[]): Program {
  const numbers = [job.sizes.join(','), job.miniBatchSize, job.eta, epochs].map(String)
  const names = ['--sizes', '--mini-batch-size', '--eta', '--epochs']
  const gain = job.gain === null ? [] : ['--gain', String(job.gain)]
  const options = names.flatMap((name, i) => [name, numbers[i] ?? ''])
  return { args: [PROGRAM, ...options, ...gain, ...flags, '--data', data, '--json'], warmUp: 0 }
}

export const NUMPY: readonly Competitor[] = [
  {
    name: 'numpy-per-example',
    title: 'NumPy, an example at a time',
    about: 'The code of the textbook.',
    ours: false,
    runtime,
    program(job, { data }) {
      if (job.kind !== 'train' || job.precision !== 'float64' || job.gain !== null) return undefined
      return program(job, data, 1, [])
    },
  },
  {
    name: 'numpy',
    title: 'NumPy, a mini-batch at a time',
    about: 'Matrix products of OpenBLAS, the mini-batch gathered by index.',
    ours: false,
    runtime,
    program(job, { data }) {
      if (job.kind !== 'train') return undefined
      const precision = job.precision === 'float32' ? ['--float32'] : []
      return program(job, data, job.long ? 1 : 3, ['--vectorised', ...precision])
    },
  },
]
