import type { GivenSpec } from '@gradus/core'
import { type ChapterName, chapter3, USUAL_SEEDS } from './chapter3.ts'
import { type ExperimentName as ArticleName, experiments, setting } from './experiments.ts'

/** Every experiment that can be replicated. */
export type ReplicationName = ArticleName | ChapterName

/** One run of an experiment. */
export interface Job {
  readonly name: ReplicationName
  /** The run in a few words, without the name of the experiment. */
  readonly title: string
  /** Difference from other runs of the experiment; empty where it is the only one. */
  readonly detail: string
  readonly spec: GivenSpec
  /** Whether the network is evaluated on its training data as well. */
  readonly measuresTraining: boolean
}

/** Sizes of the jobs that are asked for. */
export interface JobSettings {
  readonly names: readonly ReplicationName[]
  /** The most epochs a run; as many as were published if undefined. */
  readonly epochs: number | undefined
  /** Seeds of each experiment of chapter 3, counted from 0. */
  readonly seeds: number | undefined
}

/** Names of the experiments of a group, by the group's name. */
export const GROUPS = {
  article: experiments.map(({ name }) => name),
  chapter3: chapter3.map(({ name }) => name),
} as const

/** Whether an experiment is one of the article's, and not one of the book's third chapter. */
export function isOfArticle(name: ReplicationName): name is ArticleName {
  return experiments.some(experiment => experiment.name === name)
}

/** The runs of all these experiments, in their order. */
export function jobsOf({
  names,
  epochs = Number.POSITIVE_INFINITY,
  seeds = USUAL_SEEDS,
}: JobSettings): Job[] {
  return names.flatMap(name =>
    isOfArticle(name) ? articleJobs(name, epochs) : chapterJobs(name, epochs, seeds),
  )
}

/** The experiment itself, and of `wide` the same with scaled weights beside it. */
function articleJobs(name: ArticleName, most: number): Job[] {
  const { seed, epochs, miniBatchSize, trainingImages, testImages } = setting
  return experiments
    .filter(experiment => experiment.name === name)
    .flatMap(({ sizes, eta }) => {
      const spec: GivenSpec = {
        ...{ sizes, seed: String(seed), epochs: Math.min(epochs, most), miniBatchSize, eta },
        data: { train: trainingImages, test: testImages },
      }
      const title = `${sizes.join('-')}, eta ${eta}`
      const own: Job = { name, title, detail: '', spec, measuresTraining: false }
      if (name !== 'wide') return [own]
      const scaled: GivenSpec = { ...spec, initialiser: 'scaled' }
      const detail = 'scaled weights'
      return [own, { ...own, title: `${title}, ${detail}`, detail, spec: scaled }]
    })
}

function chapterJobs(name: ChapterName, most: number, seeds: number): Job[] {
  const settings = chapter3.filter(experiment => experiment.name === name).flatMap(found => found.settings)
  return settings.flatMap(({ title, spec, figures }) =>
    Array.from({ length: seeds }, (_, seed) => ({
      name,
      title: `${title}, seed ${seed}`,
      detail: `${title}, seed ${seed}`,
      spec: { ...spec, seed: String(seed), epochs: Math.min(spec.epochs, most) },
      measuresTraining: figures.some(({ data }) => data === 'training'),
    })),
  )
}

/** The most epochs that a run of one of these experiments has. */
export function longestOf(names: readonly ReplicationName[]): number {
  return Math.max(...jobsOf({ names, epochs: undefined, seeds: 1 }).map(({ spec }) => spec.epochs))
}
