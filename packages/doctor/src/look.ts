import { answerOf, type Examples, type Spec } from '@gradus/core'
import { type DataProfile, profileOf } from '@gradus/core/health'
import { type LookedAt, sightData } from './look/data.ts'
import { sightHealth } from './look/health.ts'
import { sightSpec } from './look/spec.ts'
import { type Start, sightStart, startOf, tryFirst } from './look/start.ts'
import type { Sighting } from './sighting.ts'

/** All that is seen before anything is trained. */
export interface Look {
  /** Faults first. */
  readonly sightings: readonly Sighting[]
  /** Facts about the training data. */
  readonly profile: DataProfile
  /** The first network; undefined where its numbers are out of range. */
  readonly start: Start | undefined
}

/**
 * Looks at data, Spec and first network. The same run has the same sightings everywhere.
 * @throws OptionError, ExamplesError for what cannot be trained
 */
export async function look({ spec, ...data }: LookedAt & { readonly spec: Spec }): Promise<Look> {
  const { train, validation, test, classes } = data
  const profile = profileOf(train)
  const first = await tryFirst(spec, train)
  const start = first && startOf(spec, profile, first)
  const answers = labelsOf(train.outputSize, test ? [validation, test] : [validation])
  const sightings = [
    ...sightHealth({ spec, profile, answers, classes, kind: train.kind }, first),
    ...sightData(data, profile),
    ...sightSpec(spec, profile),
    ...(start ? sightStart(spec, start) : []),
  ]
  const isFault = ({ severity }: Sighting): boolean => severity === 'fault'
  return {
    sightings: [...sightings.filter(isFault), ...sightings.filter(one => !isFault(one))],
    profile,
    start,
  }
}

/** Examples of each class in all of these data. */
function labelsOf(outputs: number, all: readonly Examples[]): number[] {
  const counts = new Uint32Array(outputs)
  for (const examples of all) for (let i = 0; i < examples.length; i++) counts[answerOf(examples, i)]++
  return [...counts]
}
