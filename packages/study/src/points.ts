import { SeedSequence, seedOf } from '@gradus/core'
import { countOf, entryOf, rowOf, stepsOf, valueAt, valuesOf } from './dimension.ts'
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
  /**
   * Number of settings, of a grid and of a space of choices and whole numbers; undefined where there are more than
   * 10,000, or no end of them.
   */
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

const WORDS = 2 ** 32

/** Most settings of a space in which none is tried twice; among more, few are. */
const MOST_TOLD_APART = 10_000

/** Draws a setting after which those that have not come up follow row by row. */
const PATIENCE = 4

/** Most values of a range in a grid. */
const MOST_STEPS = 100_000

/**
 * The settings of a study's trials. A grid goes through them row by row, the first field slowest. The others try no
 * setting twice where there are no more than 10,000 of them.
 * @throws StudyError ('sampler' or 'gridSteps'), or core's OptionError ('seed')
 */
export function pointsOf(space: Space, { sampler, seed, gridSteps }: PointsOptions): Points {
  if (!SAMPLERS.includes(sampler))
    throw new StudyError('sampler', `sampler is ${JSON.stringify(sampler)}: expected ${SAMPLERS.join(', ')}.`)
  if (sampler === 'grid') return gridOf(space, gridSteps)
  const { dimensions } = space
  const root = seedOf(seed)
  const shift = new SeedSequence(root, [DIGITAL_SHIFT]).generateState(dimensions.length)
  const wordsOf = (k: number): ArrayLike<number> =>
    sampler === 'sobol'
      ? sobolPoint(k, dimensions.length).map((word, d) => (word ^ entryOf(shift, d)) >>> 0)
      : new SeedSequence(root, [POINT, k]).generateState(dimensions.length)
  const at = (k: number): readonly FieldValue[] => {
    const words = wordsOf(checkedIndex(k, WORDS))
    return dimensions.map((dimension, d) => valueAt(dimension, entryOf(words, d) / WORDS))
  }
  const size = dimensions.reduce((product, dimension) => product * countOf(dimension), 1)
  return size <= MOST_TOLD_APART ? eachOnce(space, size, at) : { size: undefined, at }
}

/** Each setting of a space once, in the order in which they are drawn first. */
function eachOnce({ dimensions }: Space, size: number, draw: Points['at']): Points {
  const settings: (readonly FieldValue[])[] = []
  const known = new Set<string>()
  const take = (values: readonly FieldValue[]): void => {
    const text = JSON.stringify(values)
    if (known.has(text)) return
    known.add(text)
    settings.push(values)
  }
  let draws = 0
  return {
    size,
    at: k => {
      checkedIndex(k, size)
      while (settings.length <= k && draws < PATIENCE * size) take(draw(draws++))
      if (settings.length <= k) {
        const columns = dimensions.map(valuesOf)
        for (let row = 0; row < size; row++) take(rowOf(columns, row))
      }
      return entryOf(settings, k)
    },
  }
}

function gridOf({ dimensions }: Space, steps: number): Points {
  if (!Number.isSafeInteger(steps) || steps < 1 || steps > MOST_STEPS) {
    throw new StudyError(
      'gridSteps',
      `The steps of the grid are ${steps}: expected a whole number of 1 .. ${MOST_STEPS}, such as 5.`,
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
