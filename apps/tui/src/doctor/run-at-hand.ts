import { passedChanges, type Spec, seedOf } from '@gradus/core'
import type { RunAtHand } from '../examination/examine.ts'
import { namesIn, type TrainSettings } from '../run/settings.ts'

/** The Spec of a run with the changes of eta that were made so far, and those of its plan that are still to come. */
export function specSoFar({ started: { spec }, etaChanges }: Omit<RunAtHand, 'loaded'>): Spec {
  const last = etaChanges.at(-1)
  if (!last) return spec
  const planned = spec.etaChanges.slice(passedChanges(spec, last).length)
  return { ...spec, etaChanges: [...etaChanges, ...planned] }
}

/** Settings of training that saves nothing. */
const SAVES_NOTHING = {
  ...{ out: undefined, checkpoint: undefined, checkpointSeconds: 1 },
  ...{ resume: undefined, replay: undefined, replayed: undefined, watched: false },
} as const

/**
 * Settings that train a run at hand from its start: as it was asked for, or, where it goes on with an earlier run or
 * repeats one, as the Spec in the file of that.
 */
export function settingsOf(asked: TrainSettings, run: RunAtHand): TrainSettings {
  const spec = specSoFar(run)
  const { data, seed, augment, ...learning } = spec
  const settings = { ...asked, ...SAVES_NOTHING, ...learning, augment, hidden: undefined, seed: seedOf(seed) }
  const file = asked.resume ?? asked.replay
  if (file === undefined) return settings
  const base = { spec, ...namesIn(run.loaded), file, withData: true }
  return { ...settings, trainSize: data.train, base, given: [], recipe: undefined }
}

/** Options that say the data of a run, by commander's names: the command of a cure has them too. */
export function dataOptions({ given, test, base }: TrainSettings): ReadonlySet<string> {
  return new Set([...given, ...(test || base ? [] : ['test'])])
}
