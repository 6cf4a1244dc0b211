import { argmax } from '@gradus/core/predict'
import type { ServedModel } from '../model/served-model.ts'
import type { NetworkInput } from './images.ts'
import type { AnswerOptions } from './request.ts'

/** What the network makes of one image. */
export interface Prediction {
  /** The output neuron that fires most: for MNIST, the digit. */
  readonly digit: number
  /** All outputs, 0 .. 1 each; they need not add up to 1. */
  readonly scores: number[]
  /** The best, in falling order. */
  readonly top: { readonly digit: number; readonly score: number }[]
  /** For each pixel how much it spoke for the digit (positive) or against it. */
  readonly saliency?: number[]
  /** The image that the network saw, 0 .. 255 a pixel. */
  readonly input?: number[]
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
    const scores = predictor.outputs(input)
    const digit = argmax(scores)
    return {
      digit,
      scores: [...scores],
      top: best(scores, options.top),
      ...(options.saliency && { saliency: [...predictor.saliency(input, digit)] }),
      ...(options.input && { input: bytesOf(input) }),
    }
  })
  return { predictions, model: { name, version, sha256 } }
}

/** 0 .. 255 a pixel. */
function bytesOf(input: NetworkInput): number[] {
  return input instanceof Uint8Array ? [...input] : Array.from(input, value => value * 255)
}

/** The highest scores; of equal ones the lower digit comes first. */
function best(scores: Float64Array, count: number): { digit: number; score: number }[] {
  const left = scores.slice()
  const top: { digit: number; score: number }[] = []
  while (top.length < Math.min(count, scores.length)) {
    const digit = argmax(left)
    top.push({ digit, score: scores[digit] ?? 0 })
    left[digit] = Number.NEGATIVE_INFINITY
  }
  return top
}
