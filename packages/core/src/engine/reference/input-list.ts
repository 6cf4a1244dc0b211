import { type Augment, colsOf } from '../../augment.ts'
import { Chance, NO_CHANCE, type Occasion, shifted } from '../../chance.ts'
import { distorted } from '../../distortion.ts'
import { bytesOf, type Examples, rowsOf, type SparseExamples } from '../../examples.ts'
import type { Seed } from '../../random/seed-sequence.ts'
import type { Precision } from '../engine.ts'
import { allocatorOf, type Numbers } from './arithmetic.ts'
import type { ActiveInputs } from './layers.ts'

/** The inputs of an example that are not 0, in ascending order. */
export class InputList implements ActiveInputs {
  count = 0
  readonly indices: Uint32Array
  readonly values: Numbers
  /** byte / 255, for every byte. */
  readonly #levels: Numbers
  /** A factor an input, where inputs are dropped. */
  readonly #mask: Numbers

  constructor(inputs: number, precision: Precision) {
    const numbers = allocatorOf(precision)
    this.indices = new Uint32Array(inputs)
    this.values = numbers(inputs)
    this.#mask = numbers(inputs)
    this.#levels = numbers(256)
    for (let byte = 0; byte < 256; byte++) this.#levels[byte] = byte / 255
  }

  /** Lists a row of numbers, or of bytes that stand for shares of 255. */
  read(row: Float64Array | Uint8Array): void {
    this.count = 0
    const isBytes = row instanceof Uint8Array
    for (let k = 0; k < row.length; k++) this.#add(k, isBytes ? this.#levels[row[k]] : row[k])
  }

  readExample(examples: Examples, example: number): void {
    if (examples.kind === 'dense') {
      this.read(rowsOf(examples, example, example + 1))
      return
    }
    this.count = 0
    const { indices, values, offsets } = examples
    for (let e = offsets[example]; e < offsets[example + 1]; e++)
      this.#add(indices[e], this.#levels[values[e]])
  }

  /** Lists an example to train on: its image changed, and inputs dropped, by chance. */
  readToTrain(examples: Examples, chance: Chance, occasion: Occasion): void {
    if (examples.kind === 'sparse') this.#readChanged(examples, chance, occasion)
    else this.readExample(examples, occasion.example)
    if (chance.dropout.input === 0) return
    const mask = chance.mask(occasion, 0, this.#mask)
    for (let e = 0; e < this.count; e++) this.values[e] *= mask[this.indices[e]]
    this.#keep(index => index)
  }

  #readChanged(examples: SparseExamples, chance: Chance, occasion: Occasion): void {
    const { example } = occasion
    if (chance.limits) {
      const cols = colsOf(examples)
      const distortion = chance.distortionOf(occasion, chance.limits, examples.inputSize / cols, cols)
      this.read(distorted(bytesOf(examples, example, example + 1), cols, distortion))
      return
    }
    this.readExample(examples, example)
    if (chance.shift === 0) return
    const [cols, shift] = [colsOf(examples), chance.shiftOf(occasion)]
    this.#keep(index => shifted(index, examples.inputSize, cols, shift))
  }

  /** Moves the inputs to other indices, and leaves those out that are 0 or have none (-1). */
  #keep(moved: (index: number) => number): void {
    const { count, indices, values } = this
    this.count = 0
    for (let e = 0; e < count; e++) {
      const index = moved(indices[e])
      if (index >= 0) this.#add(index, values[e])
    }
  }

  #add(index: number, value: number): void {
    this.indices[this.count] = index
    this.values[this.count] = value
    if (this.values[this.count] !== 0) this.count++
  }
}

/**
 * The image that a network with augmentation is shown of an example in an epoch, before inputs are dropped.
 * @param seed of the run's Spec
 * @returns bytes, row by row
 */
export function augmentedImage(
  examples: SparseExamples,
  augment: Augment,
  seed: Exclude<Seed, null>,
  occasion: Occasion,
): Uint8Array<ArrayBuffer> {
  const inputs = new InputList(examples.inputSize, 'float64')
  inputs.readToTrain(examples, new Chance({ ...NO_CHANCE, augment }, seed), occasion)
  const image = new Uint8Array(examples.inputSize)
  for (let e = 0; e < inputs.count; e++) image[inputs.indices[e]] = Math.round(inputs.values[e] * 255)
  return image
}
