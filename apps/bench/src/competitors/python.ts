import { join } from 'node:path'
import type { Job, Precision } from '../jobs.ts'
import { PEERS } from '../runtimes.ts'
import { trainTask } from '../tasks.ts'
import type { Competitor, Place, Program, Runtime } from './competitor.ts'

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

function trainingBy(
  file: string,
  more: object,
  precisions: readonly Precision[],
): (job: Job, place: Place) => Program | undefined {
  return (job, { data }) => {
    if (job.kind !== 'train' || !precisions.includes(job.precision)) return undefined
    const task = { ...trainTask(job, data, job.long ? 2 : 4), ...more }
    return { args: [join(PEERS, file), JSON.stringify(task)], warmUp: 1 }
  }
}

export const PYTHON: readonly Competitor[] = [
  {
    name: 'pytorch',
    title: 'PyTorch, tuned',
    about:
      'The gradients written out in place, in one TorchScript function an epoch: the fastest that we found.',
    ours: false,
    runtime: pytorch,
    program: trainingBy('pytorch.py', { gradients: 'by-hand' }, ['float64', 'float32']),
  },
  {
    name: 'pytorch-automatic',
    title: 'PyTorch, as its tutorials train',
    about: 'nn.Linear and nn.Sigmoid, backward() and optim.SGD.',
    ours: false,
    runtime: pytorch,
    program: trainingBy('pytorch.py', { gradients: 'automatic' }, ['float64', 'float32']),
  },
  {
    name: 'scikit-learn',
    title: 'scikit-learn, MLPClassifier',
    about: 'Sigmoid outputs, but the cross-entropy for a cost and eta 0.5: it has no quadratic cost there.',
    ours: false,
    runtime: scikitLearn,
    program: trainingBy('scikit_learn.py', {}, ['float64']),
  },
]
