import { type Context, Hono } from 'hono'
import { type EdgeEnv, hold, type Sliced, worked } from '../http/work.ts'
import type { NetworkInput, ServedModel } from '../model/served-model.ts'
import { readInputs } from './inputs.ts'
import type { CheckedOptions, PredictRequest } from './request.ts'

/** An output neuron with its activation. */
export interface ScoredDigit {
  /** The output neuron, counted from 0. */
  readonly digit: number
  /** Its activation, 0 .. 1. */
  readonly score: number
}

/** The prediction for one image. */
export interface Prediction {
  /** The output neuron with the highest activation: for MNIST, the digit. */
  readonly digit: number
  /** All outputs, 0 .. 1 each; they need not add up to 1. */
  readonly scores: number[]
  /** The highest scores, in falling order. */
  readonly top: ScoredDigit[]
  /** A number for each pixel: positive where it speaks for the digit, negative where against it. */
  readonly saliency?: number[] | undefined
  /** The network's input, 0 .. 255 a pixel. */
  readonly input?: number[] | undefined
  /** Activations of the hidden neurons: a list for each hidden layer, the first one first. */
  readonly hidden?: number[][] | undefined
}

/** Identity of the model behind an answer. */
export interface PredictingModel {
  /** Its name. */
  readonly name: string
  /** Its version. */
  readonly version: string
  /** SHA-256 of its file, in hexadecimal. */
  readonly sha256: string
}

/** The answer of POST /predict: one prediction for each image, in their order. */
export interface PredictResponse {
  /** One an image. */
  readonly predictions: Prediction[]
  /** The model that predicted. */
  readonly model: PredictingModel
}

/** The predictions of the model for the images. */
function* answer(
  model: ServedModel,
  inputs: readonly NetworkInput[],
  options: CheckedOptions,
): Sliced<PredictResponse> {
  const { name, version, sha256, predictor, sizes } = model
  const passes = (options.saliency ? SALIENCY_WORK : 1) + Number(options.hidden)
  const work = imageWork(sizes) * passes
  const predictions: Prediction[] = []
  for (const input of inputs) {
    yield work
    const scores = predictor.scores(input)
    const top = best(scores, options.top)
    const digit = top[0]?.digit ?? 0
    predictions.push({
      digit,
      scores,
      top,
      saliency: options.saliency ? [...predictor.saliency(input, digit)] : undefined,
      input: options.input ? bytesOf(input) : undefined,
      hidden: options.hidden ? predictor.hidden(input) : undefined,
    })
  }
  // The whole answer becomes text at once.
  yield answerBytes(model, inputs.length, detailsOf(model, options)) / 4
  return { predictions, model: { name, version, sha256 } }
}

/** Saliency takes another forward and a backward pass. */
const SALIENCY_WORK = 4

/** Work of an image, as a SliceMeter counts it. */
export function imageWork(sizes: readonly number[]): number {
  const weights = sizes.slice(1).reduce((sum, neurons, l) => sum + neurons * (sizes[l] ?? 0), 0)
  return (weights + (sizes[0] ?? 0)) / 10
}

/** Bytes of a number: in JSON with its comma, and in memory. */
const NUMBER_BYTES = 22 + 8

/**
 * Upper bound on the bytes that an answer holds until it is sent.
 * @param details numbers for each image beside its scores
 */
export function answerBytes({ predictor }: ServedModel, images: number, details = 0): number {
  return images * NUMBER_BYTES * (details + predictor.outputSize)
}

/** Numbers that an answer has for each image beside its scores. */
function detailsOf({ sizes, predictor }: ServedModel, options: CheckedOptions): number {
  const pixels = (Number(options.saliency) + Number(options.input)) * predictor.inputSize
  return pixels + (options.hidden ? sizes.slice(1, -1).reduce((sum, neurons) => sum + neurons, 0) : 0)
}

/** 0 .. 255 a pixel. */
function bytesOf(input: NetworkInput): number[] {
  return input instanceof Uint8Array ? [...input] : Array.from(input, value => value * 255)
}

/** The `count` highest scores, at least one; of equal ones the lower digit comes first. */
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

/** This type tells a typed client the JSON body. */
type PredictContext = Context<EdgeEnv, '/predict', { in: { json: PredictRequest } }>

/** POST /predict. Reading is not a middleware: that would cost as much time as the prediction. */
export function predictRoute(model: ServedModel) {
  return new Hono<EdgeEnv>().post('/predict', async (c: PredictContext) => {
    const { inputs, options } = await readInputs(c, model)
    c.set('images', inputs.length)
    hold(c, answerBytes(model, inputs.length, detailsOf(model, options)))
    return c.json(await worked(c, answer(model, inputs, options)))
  })
}
