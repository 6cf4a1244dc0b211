import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { completeSpec } from '@gradus/core'
import { formatSmallModel } from '@gradus/core/node'
import { type Course, engineVersion, makePlan, type Plan, type SpaceJson, StudyError } from '@gradus/study'
import { Store } from '@gradus/study/node'
import { type Candidate, correctOf, type Trained, train } from './train.ts'
import type { Library, SourceName, TrainingData } from './training-data.ts'

/** The fields that the study tries. Those of `CHOSEN` are among their values. */
export const SPACE: SpaceJson = {
  eta: { choices: [0.05, 0.1, 0.2] },
  miniBatchSize: { choices: [32, 64, 128] },
  l2: { choices: [0, 1] },
  rotate: { choices: [8, 12] },
  scale: { choices: [10, 15] },
}

/** A study of every setting of a space: all other fields are those of a candidate, and so are the data. */
export async function planOf(
  { settings }: Candidate,
  { train, validation }: TrainingData,
  space = SPACE,
): Promise<Plan> {
  const data = { hash: train.hash, train: train.length, validation: validation.length }
  const fixed = completeSpec({ ...settings, data })
  return makePlan({ space, fixed, sampler: 'grid', engine: await engineVersion() })
}

/** Opens the study of a folder, or begins it there. @throws StudyError ('plan') if it is one of another plan; FileError */
export async function openStudy(folder: string, plan: Plan): Promise<Store> {
  if (!existsSync(join(folder, 'study.jsonl'))) return Store.create(folder, plan)
  const store = await Store.open(folder)
  if (JSON.stringify(store.plan) === JSON.stringify(plan)) return store
  await store.close()
  throw new StudyError(
    'plan',
    `The study in ${folder} has other data, another space or another engine: expected those of today. Move it away to begin anew.`,
  )
}

/** The candidate with the settings of a trial. */
export function candidateOf({ trials }: Course, trial: number, { weights, pictures }: Candidate): Candidate {
  const { data, ...settings } = trials.spec({ trial, seed: 0 })
  return { settings, weights, pictures }
}

/** Number of the trial that has the settings of a candidate; undefined if none has. */
export function trialOf({ trials, plan }: Course, { settings }: Candidate): number | undefined {
  for (let trial = 0; trial < plan.trials; trial++) {
    const spec = trials.spec({ trial, seed: 0 })
    if (isDeepStrictEqual(spec, completeSpec({ ...settings, data: spec.data }))) return trial
  }
  return undefined
}

/** A candidate after its training, as its file holds it. */
export interface FiledModel extends Trained {
  /** Bytes of its file. */
  readonly bytes: number
  /** Correct predictions on the validation data of each source. */
  readonly sources: Readonly<Record<SourceName, number>>
}

/** Trains a candidate. @throws the errors of `train` */
export async function filedModel(
  candidate: Candidate,
  { sources: { mnist, strokes, printed }, dataOf }: Library,
): Promise<FiledModel> {
  const trained = await train(candidate, dataOf(candidate.pictures))
  const { network, spec, epochs } = trained
  // As long as the accuracies that its file will name.
  const accuracy = { validation: 0.9999, test: 0.9999 }
  const file = formatSmallModel(network, candidate.weights, { spec, epochs, accuracy })
  const sources = {
    mnist: correctOf(network, mnist),
    strokes: correctOf(network, strokes),
    printed: correctOf(network, printed),
  }
  return { ...trained, bytes: file.length, sources }
}
