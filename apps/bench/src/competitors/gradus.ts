import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { callsOf } from '../jobs.ts'
import { MODEL } from '../onnx/model.ts'
import {
  type CommandTask,
  type PredictTask,
  recipeTask,
  trainTask,
  type WatchTask,
  type WayTask,
} from '../tasks.ts'
import { PREDICTORS, TRAINERS, WAYS } from '../variants.ts'
import type { Competitor, Program, Runtime } from './competitor.ts'

const PROGRAMS = join(import.meta.dirname, '..', 'programs')
const COMMAND = fileURLToPath(import.meta.resolve('@gradus/tui/command'))

const program = (file: string, task: object, warmUp: number): Program => ({
  args: [join(PROGRAMS, file), JSON.stringify(task)],
  warmUp,
})

const trainers: readonly Competitor[] = TRAINERS.map(({ name, title, precision }) => ({
  name: `gradus-${name}`,
  title,
  about: 'sgd() of @gradus/core on the sparse bytes of @gradus/mnist.',
  ours: true,
  runtime: { kind: 'node' },
  program(job, place) {
    if (job.kind === 'recipe' || job.kind === 'accuracy') {
      if (job.recipe.precision !== precision) return undefined
      const file = job.kind === 'recipe' ? 'train.ts' : 'accuracy.ts'
      return program(file, { ...recipeTask(job, place), trainer: name }, job.kind === 'recipe' ? 1 : 0)
    }
    if (job.kind !== 'train' || job.precision !== precision) return undefined
    const epochs = job.long ? 2 : 7
    return program('train.ts', { ...trainTask(job, place.data, epochs), trainer: name }, 1)
  },
}))

const learners: readonly Competitor[] = WAYS.map(({ job: jobName, name, title, recipe, beside }) => ({
  name: `gradus-${name}`,
  title,
  about: `eta ${recipe.eta}, beside eta ${beside.eta}.`,
  ours: true,
  runtime: { kind: 'node' },
  program(job, { data, seed }) {
    if (job.kind !== 'ways' || job.name !== jobName) return undefined
    const { sizes, turns } = job
    const task: WayTask = { sizes, recipe, beside, seed, data, turns: turns + 1 }
    return program('ways.ts', task, 1)
  },
}))

const predictors: readonly Competitor[] = PREDICTORS.map(({ name, title }) => ({
  name: `gradus-${name}`,
  title,
  about: 'Reads the bytes of images; whatever it does to them is timed.',
  ours: true,
  runtime: { kind: 'node' },
  program(job, { data, folder }) {
    if (job.kind !== 'predict') return undefined
    const { warmUp, ...counts } = callsOf(job)
    const task: PredictTask = { data, model: join(folder, MODEL.gradus), images: job.images, ...counts }
    return program('predict.ts', { ...task, predictor: name }, warmUp)
  },
}))

const command: Competitor = {
  name: 'gradus-command',
  title: 'gradus train',
  about: 'User and system time of the whole process with all its threads, from start to exit.',
  ours: true,
  runtime: { kind: 'node' },
  program(job, { folder }) {
    if (job.kind !== 'command') return undefined
    const task: CommandTask = { command: [process.execPath, COMMAND, ...job.args], folder }
    return program('command.ts', task, 0)
  },
}

const terminal = {
  kind: 'system',
  name: '`script` of util-linux, whose terminal the dashboard is drawn on,',
  command: 'script',
  probe: ['-qec', 'stty cols 120 rows 40', '/dev/null'],
  install: 'apt-get install bsdutils (Debian)',
} satisfies Runtime

const watching = (name: string, title: string, about: string, watched: boolean): Competitor => ({
  name,
  title,
  about,
  ours: true,
  runtime: terminal,
  program(job, { folder }) {
    if (job.kind !== 'watch') return undefined
    const task: WatchTask = {
      command: [COMMAND, ...job.args],
      folder,
      turns: job.turns,
      ...(watched && { terminal: terminal.command }),
    }
    return program('watch.ts', task, 1)
  },
})

const watchers: readonly Competitor[] = [
  watching('gradus-unwatched', 'gradus train --json', 'One line of JSON an epoch, to a file.', false),
  watching(
    'gradus-watched',
    'gradus train, with its dashboard',
    'The overview in all colours at 120 x 40, and all that is found out for views that nobody looks at.',
    true,
  ),
]

export const GRADUS: readonly Competitor[] = [...trainers, ...learners, ...predictors, command, ...watchers]
