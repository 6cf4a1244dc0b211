import { type Augment, amountsOf, isDistortion } from './augment.ts'
import { type Distortion, distortionOf, type Limits, limitsOf, nodesOf } from './distortion.ts'
import { OptionError } from './errors.ts'
import { type Key, philox } from './random/philox.ts'
import { type Seed, SeedSequence } from './random/seed-sequence.ts'

/** Shares of neurons that are left out at random while a network trains. */
export interface Dropout {
  /** Share of the neurons of every hidden layer, 0 .. 0.999. */
  readonly hidden: number
  /** Share of the inputs, 0 .. 0.999. */
  readonly input: number
}

/** All that chance does to examples while a network trains, besides their order. */
export interface ChanceSettings {
  readonly dropout: Dropout
  readonly augment: Augment
}

/** Nothing is dropped or changed. */
export const NO_CHANCE: ChanceSettings = { dropout: { hidden: 0, input: 0 }, augment: {} }

/** An example in an epoch: the same chance befalls it in every run of the same seed. */
export interface Occasion {
  /** Counted from 0. */
  readonly epoch: number
  /** Its index in the training data, whatever their order. */
  readonly example: number
}

/** Purposes of random numbers besides weights and shuffles: the spawn keys of their seeds. */
const DROPOUT = 1
const SHIFT = 2
const DISTORTION = 3
const WORDS = 2 ** 32

/**
 * Chance while a network trains: each number comes from (seed, purpose, epoch, example, neuron), and nothing is
 * carried on, so that a run may go on anywhere, and what is off changes nothing.
 */
export class Chance {
  readonly dropout: Dropout
  /** Whole pixels, at the most, by which an image is shifted in each direction. */
  readonly shift: number
  /** The most of a distortion; undefined where images are shifted at the most. */
  readonly limits: Limits | undefined
  readonly dropoutKey: Key
  readonly shiftKey: Key
  readonly distortionKey: Key
  readonly #words = new Uint32Array(4)

  constructor({ dropout, augment }: ChanceSettings, seed: Exclude<Seed, null>) {
    const keyOf = (purpose: number): Key => new SeedSequence(seed, [purpose]).generateState(2)
    const amounts = amountsOf(augment)
    this.dropout = dropout
    this.shift = amounts.shift
    this.limits = isDistortion(augment) ? limitsOf(amounts) : undefined
    this.dropoutKey = keyOf(DROPOUT)
    this.shiftKey = keyOf(SHIFT)
    this.distortionKey = keyOf(DISTORTION)
  }

  /**
   * Writes what each neuron of a layer is multiplied by: 0 if it is dropped, else 1 / (1 - p), so that sums
   * keep their size (inverted dropout: Nielsen, chapter 3, halves the outgoing weights afterwards instead).
   * @param layer counted as `sizes` is: 0 are the inputs
   */
  mask<Mask extends Float64Array | Float32Array>(
    { epoch, example }: Occasion,
    layer: number,
    into: Mask,
  ): Mask {
    const share = layer === 0 ? this.dropout.input : this.dropout.hidden
    const kept = 1 / (1 - share)
    const threshold = thresholdOf(share)
    const words = this.#words
    for (let j = 0; j < into.length; j++) {
      if ((j & 3) === 0) philox(this.dropoutKey, j >>> 2, example, epoch, layer, words)
      into[j] = words[j & 3] < threshold ? 0 : kept
    }
    return into
  }

  /** Columns to the right, and rows down, by which an example's image is shifted. */
  shiftOf({ epoch, example }: Occasion): [right: number, down: number] {
    const words = philox(this.shiftKey, 0, example, epoch, 0, this.#words)
    const range = 2 * this.shift + 1
    const offset = (word: number): number => Math.floor((word * range) / WORDS) - this.shift
    return [offset(words[0]), offset(words[1])]
  }

  /** The distortion of an example's image of so many rows and columns, its shift included, within the limits. */
  distortionOf(occasion: Occasion, limits: Limits, rows: number, cols: number): Distortion {
    const { epoch, example } = occasion
    const words = new Uint32Array(4)
    const draw = (i: number): number => {
      philox(this.distortionKey, i >>> 2, example, epoch, 0, words)
      return (words[i & 3] + 0.5) / (WORDS / 2) - 1
    }
    return distortionOf(limits, this.shiftOf(occasion), draw, nodesOf(rows, cols))
  }
}

/** A random word below it drops a neuron. */
export function thresholdOf(share: number): number {
  return Math.floor(share * WORDS)
}

/** @throws OptionError unless both shares are 0 .. 0.95 or so, as far as float32 tells them from 1 */
export function checkDropout({ hidden, input }: Dropout): void {
  for (const [name, share] of Object.entries({ hidden, input })) {
    if (typeof share === 'number' && share >= 0 && share <= MOST_DROPPED) continue
    throw new OptionError(
      'dropout',
      `dropout.${name} is ${share}: expected a share of 0 .. ${MOST_DROPPED}, such as 0.5.`,
    )
  }
}

const MOST_DROPPED = 0.999

/** Index of a pixel that is shifted within an image of so many pixels; -1 if it leaves the image. */
export function shifted(
  index: number,
  pixels: number,
  cols: number,
  [right, down]: readonly [number, number],
): number {
  const col = (index % cols) + right
  const target = index + down * cols + right
  return col < 0 || col >= cols || target < 0 || target >= pixels ? -1 : target
}
