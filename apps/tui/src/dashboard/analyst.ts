import { setImmediate } from 'node:timers/promises'
import { answerOf, argmax, type Network, type Precision, Predictor, type SparseExamples } from '@gradus/core'
import type { Analysis, Mistake } from './state.ts'

/** Mistakes that are kept. */
export const MOST_MISTAKES = 200
/** Milliseconds after which others get their turn. */
const SLICE = 8
const FIRST_SLICE = 64

/** A misclassified example, before its inputs are needed. */
type Misclassified = Omit<Mistake, 'pixels'>

/**
 * Tries networks on the same examples, in slices of a few milliseconds, so that keys are answered in between.
 */
export class Analyst {
  readonly #examples: SparseExamples
  readonly #set: Analysis['set']
  readonly #precision: Precision

  /** @param precision of the run: its evaluation and this then agree in every answer. */
  constructor(examples: SparseExamples, set: Analysis['set'], precision: Precision = 'float64') {
    this.#examples = examples
    this.#set = set
    this.#precision = precision
  }

  /**
   * Predictions of the network on the examples, counted. @throws OptionError for a network that is not
   * finite, ExamplesError if it does not fit the examples
   */
  async analyse(network: Network, epoch: number): Promise<Analysis> {
    const { length, outputSize } = this.#examples
    const predictor = new Predictor(network, { precision: this.#precision })
    const confusion = Array.from({ length: outputSize }, () => Array.from({ length: outputSize }, () => 0))
    const misclassified: Misclassified[] = []
    let size = FIRST_SLICE
    for (let from = 0; from < length; ) {
      await setImmediate()
      const start = performance.now()
      const to = Math.min(length, from + size)
      this.#count(predictor.outputsOf(this.#examples, from, to), from, confusion, misclassified)
      from = to
      size = nextSize(size, performance.now() - start)
    }
    return {
      epoch,
      set: this.#set,
      total: length,
      correct: length - misclassified.length,
      confusion,
      mistakes: worst(misclassified).map(mistake => ({
        ...mistake,
        pixels: pixelsOf(this.#examples, mistake.example),
      })),
      misclassified: misclassified.length,
    }
  }

  /** @param outputs of the examples from `from` on, a row each. */
  #count(outputs: Float64Array, from: number, confusion: number[][], misclassified: Misclassified[]): void {
    const classes = this.#examples.outputSize
    for (let row = 0; row < outputs.length; row += classes) {
      const example = from + row / classes
      const label = answerOf(this.#examples, example)
      const predicted = argmax(outputs, row, row + classes)
      const counts = confusion[label]
      if (counts) counts[predicted] = (counts[predicted] ?? 0) + 1
      if (predicted === label) continue
      const [confidence = 0, labelOutput = 0] = [outputs[row + predicted], outputs[row + label]]
      misclassified.push({ example, label, predicted, confidence, labelOutput })
    }
  }
}

/**
 * Number of examples in the next slice, chosen by the time of the last; at most twice as many, since the
 * first ones are slow.
 */
function nextSize(size: number, milliseconds: number): number {
  return Math.max(1, Math.min(2 * size, Math.floor((size * SLICE) / Math.max(milliseconds, 0.1))))
}

/** The worst first, and of equals the one that comes first in the set. */
function worst(misclassified: readonly Misclassified[]): Misclassified[] {
  const excess = ({ confidence, labelOutput }: Misclassified): number => confidence - labelOutput
  return misclassified
    .toSorted((a, b) => excess(b) - excess(a) || a.example - b.example)
    .slice(0, MOST_MISTAKES)
}

function pixelsOf({ inputSize, offsets, indices, values }: SparseExamples, example: number): Uint8Array {
  const pixels = new Uint8Array(inputSize)
  const end = offsets[example + 1] ?? 0
  for (let entry = offsets[example] ?? 0; entry < end; entry++) {
    pixels[indices[entry] ?? 0] = values[entry] ?? 0
  }
  return pixels
}
