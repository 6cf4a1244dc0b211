import { RandomGenerator, SeedSequence, seedOf } from '@gradus/core'
import { entryOf, rowOf, stepsOf, valueAt } from './dimension.ts'
import { StudyError } from './errors.ts'
import type { FieldValue } from './fields.ts'
import { sobolPoint } from './sobol.ts'
import type { Space } from './space.ts'

/**
 * A way to choose the settings of trials: 'sobol' fills the space evenly, 'random' draws each on its own, 'grid'
 * tries every combination of some values a dimension.
 */
export type SamplerName = 'sobol' | 'random' | 'grid'

/** All samplers. */
export const SAMPLERS: readonly SamplerName[] = ['sobol', 'random', 'grid']

/** The settings of all trials. */
export interface Points {
  /** Number of settings, of a grid and of a space of choices; undefined where there is no end of them. */
  readonly size: number | undefined
  /**
   * Values of the dimensions in trial k, which space, seed and k alone decide.
   * @throws StudyError ('trials') unless k is a whole number of 0 to below `size`
   */
  at(k: number): readonly FieldValue[]
}

/** Choices among settings. */
export interface PointsOptions {
  /** The way to choose them. */
  readonly sampler: SamplerName
  /** Seed in decimal digits; a grid goes without. */
  readonly seed: string
  /** Values of every range in a grid: a whole number of at least 1. */
  readonly gridSteps: number
}

/** Purposes of random numbers: the spawn keys of their seeds, beside those of a training. */
const DIGITAL_SHIFT = 16
const POINT = 17
const ORDER = 18

const WORDS = 2 ** 32

/** Most settings of a space of choices that are told apart; more hardly repeat. */
const MOST_SHUFFLED = 100_000

/**
 * The settings of a study's trials. A grid goes through them row by row, the first field slowest. A space of choices
 * alone, of up to 100,000 settings, has each of them once under every sampler, in an order that the seed shuffles.
 * @throws StudyError ('sampler' or 'gridSteps'), or core's OptionError ('seed')
 */
export function pointsOf(space: Space, { sampler, seed, gridSteps }: PointsOptions): Points {
  if (!SAMPLERS.includes(sampler))
    throw new StudyError('sampler', `sampler is ${JSON.stringify(sampler)}: expected ${SAMPLERS.join(', ')}.`)
  if (sampler === 'grid') return gridOf(space, gridSteps)
  const { dimensions } = space
  const root = seedOf(seed)
  const settings = dimensions.every(({ kind }) => kind === 'choices') ? gridOf(space, 1) : undefined
  if (settings && settings.size <= MOST_SHUFFLED) {
    const order = Uint32Array.from({ length: settings.size }, (_, i) => i)
    const words = new SeedSequence(root, [ORDER]).generateState(4)
    new RandomGenerator([...words]).shuffle(order)
    return { size: settings.size, at: k => settings.at(entryOf(order, checkedIndex(k, settings.size))) }
  }
  const shift = new SeedSequence(root, [DIGITAL_SHIFT]).generateState(dimensions.length)
  const wordsOf = (k: number): ArrayLike<number> =>
    sampler === 'sobol'
      ? sobolPoint(k, dimensions.length).map((word, d) => (word ^ entryOf(shift, d)) >>> 0)
      : new SeedSequence(root, [POINT, k]).generateState(dimensions.length)
  return {
    size: undefined,
    at: k => {
      const words = wordsOf(checkedIndex(k, WORDS))
      return dimensions.map((dimension, d) => valueAt(dimension, entryOf(words, d) / WORDS))
    },
  }
}

function gridOf({ dimensions }: Space, steps: number): Points & { readonly size: number } {
  if (!Number.isSafeInteger(steps) || steps < 1 || steps > MOST_SHUFFLED) {
    throw new StudyError(
      'gridSteps',
      `The steps of the grid are ${steps}: expected a whole number of 1 .. ${MOST_SHUFFLED}, such as 5.`,
    )
  }
  const columns = dimensions.map(dimension => stepsOf(dimension, steps))
  const size = columns.reduce((product, { length }) => product * length, 1)
  return {
    size,
    at: k => rowOf(columns, checkedIndex(k, size)),
  }
}

function checkedIndex(k: number, size: number): number {
  if (Number.isSafeInteger(k) && k >= 0 && k < size) return k
  throw new StudyError(
    'trials',
    `Trial ${k} has no setting: the space has ${size}, numbered from 0. Ask for ${size} trials at the most, or make the space larger.`,
  )
}
