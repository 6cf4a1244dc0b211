import type { ServedModel } from '../model/served-model.ts'
import type { NetworkInput } from './images.ts'
import type { AnswerOptions } from './request.ts'

interface ScoredDigit {
  readonly digit: number
  readonly score: number
}

/** What the network makes of one image. */
export interface Prediction {
  /** The output neuron that fires most: for MNIST, the digit. */
  readonly digit: number
  /** All outputs, 0 .. 1 each; they need not add up to 1. */
  readonly scores: number[]
  /** The best, in falling order. */
  readonly top: ScoredDigit[]
  /** For each pixel how much it spoke for the digit (positive) or against it. */
  readonly saliency?: number[] | undefined
  /** The image that the network saw, 0 .. 255 a pixel. */
  readonly input?: number[] | undefined
}

/** The answer of POST /predict: a prediction an image, in their order. */
export interface PredictResponse {
  readonly predictions: Prediction[]
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string }
}

/** What the model makes of the images. */
export function answer(
  { name, version, sha256, predictor }: ServedModel,
  inputs: readonly NetworkInput[],
  options: Required<AnswerOptions>,
): PredictResponse {
  const predictions = inputs.map(input => {
    const scores = predictor.scores(input)
    const top = best(scores, options.top)
    const digit = top[0]?.digit ?? 0
    return {
      digit,
      scores,
      top,
      saliency: options.saliency ? [...predictor.saliency(input, digit)] : undefined,
      input: options.input ? bytesOf(input) : undefined,
    }
  })
  return { predictions, model: { name, version, sha256 } }
}

/** 0 .. 255 a pixel. */
function bytesOf(input: NetworkInput): number[] {
  return input instanceof Uint8Array ? [...input] : Array.from(input, value => value * 255)
}

/** The highest scores, one at least; of equal ones the lower digit comes first. */
function best(scores: readonly number[], count: number): ScoredDigit[] {
  const top: ScoredDigit[] = []
  scores.forEach((score, digit) => {
    let place = top.length
    while (place > 0 && (top[place - 1]?.score ?? 0) < score) place--
    if (place < count) top.splice(place, 0, { digit, score })
    if (top.length > count) top.pop()
  })
  return top
}
