import { argmax, unsureBetween } from '@gradus/core/predict'
import { isSure, SURE_SCORE } from '@gradus/data'
import { type Context, Hono } from 'hono'
import { type EdgeEnv, hold, type Sliced, worked } from '../http/work.ts'
import type { Classes, NamedClass } from '../model/classes.ts'
import type { NetworkInput, ServedModel } from '../model/served-model.ts'
import { type CheckedRequest, detailsOf, readInputs } from './inputs.ts'
import type { CheckedOptions, PredictRequest } from './request.ts'

/** A class with its score. */
export interface ScoredClass extends NamedClass {
  /** The activation of its output neuron, 0 .. 1. */
  readonly score: number
}

/** The prediction for one example: the class with the highest activation, and what was asked for. */
export interface Prediction extends ScoredClass {
  /** All outputs, 0 .. 1 each; they need not add up to 1. */
  readonly scores: number[]
  /** The highest scores, in falling order. */
  readonly top: ScoredClass[]
  /** A number for each input: positive where it speaks for the class, negative where against it. */
  readonly saliency?: number[] | undefined
  /** The network's input: 0 .. 255 a pixel, or the numbers of a row on the network's scale. */
  readonly input?: number[] | undefined
  /** Activations of the hidden neurons: a list for each hidden layer, the first one first. */
  readonly hidden?: number[][] | undefined
  /** Reasons to doubt the answer; only where there are any. */
  readonly warnings?: readonly Warning[] | undefined
}

/** A reason to doubt an answer: the picture is not what the network expects, or the network is unsure. */
export interface Warning {
  /** The kind of warning, for programs that branch on it. */
  readonly code: 'SEVERAL_SHAPES' | 'UNSURE'
  /** The reason and the remedy, in sentences. */
  readonly message: string
}

/** The warning of a picture with more than one thing to predict. */
const SEVERAL_SHAPES: Warning = {
  code: 'SEVERAL_SHAPES',
  message: 'The picture has several separate shapes of like size: expected one. Send each by itself.',
}

/** The warning of an answer that may well be wrong. */
const UNSURE: Warning = {
  code: 'UNSURE',
  message: `The network is unsure: expected one score of at least ${SURE_SCORE} that stands out. Check the answer.`,
}

/** The warnings of a prediction; undefined where there are none. */
function warningsOf(scores: readonly number[], k: number, isCrowded: boolean): Warning[] | undefined {
  const isUnsure = !isSure(scores[k] ?? 0) || unsureBetween(scores).length > 0
  const warnings = [...(isCrowded ? [SEVERAL_SHAPES] : []), ...(isUnsure ? [UNSURE] : [])]
  return warnings.length > 0 ? warnings : undefined
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

/** The answer of POST /predict: one prediction for each example, in their order. */
export interface PredictResponse {
  /** One an example. */
  readonly predictions: Prediction[]
  /** The model that predicted. */
  readonly model: PredictingModel
}

/** The predictions of the model for the examples. */
function* answer(model: ServedModel, { inputs, options, crowded }: CheckedRequest): Sliced<PredictResponse> {
  const { name, version, sha256, predictor, sizes, classes } = model
  const passes = (options.saliency ? SALIENCY_WORK : 1) + Number(options.hidden)
  const work = exampleWork(sizes) * passes
  const predictions: Prediction[] = []
  for (const [i, input] of inputs.entries()) {
    yield work
    const scores = predictor.scores(input)
    const k = argmax(scores)
    predictions.push({
      ...classes.of(k),
      score: scores[k] ?? 0,
      scores,
      top: best(scores, options.top, classes),
      saliency: options.saliency ? [...predictor.saliency(input, k)] : undefined,
      input: options.input ? tellable(input, model) : undefined,
      hidden: options.hidden ? predictor.hidden(input) : undefined,
      warnings: warningsOf(scores, k, crowded.has(i)),
    })
  }
  // The whole answer becomes text at once.
  yield answerBytes(model, inputs.length, options) / 4
  return { predictions, model: { name, version, sha256 } }
}

/** Saliency takes another forward and a backward pass. */
const SALIENCY_WORK = 4

/** Work of an example, as a SliceMeter counts it. */
export function exampleWork(sizes: readonly number[]): number {
  const weights = sizes.slice(1).reduce((sum, neurons, l) => sum + neurons * (sizes[l] ?? 0), 0)
  return (weights + (sizes[0] ?? 0)) / 10
}

/** Bytes of a number: in JSON with its comma, and in memory. */
const [NUMBER_TEXT, NUMBER_BYTES] = [22, 8]

/** Bytes of a warning. */
const WARNING_BYTES = 256

/** Upper bound on the bytes that an answer holds until it is sent. */
export function answerBytes(model: ServedModel, examples: number, options?: CheckedOptions): number {
  const { characterBytes, entryBytes } = model.classes
  const { outputSize } = model.predictor
  const numbers = outputSize + (options ? detailsOf(model, options) : 0)
  const entries = 1 + (options ? Math.min(options.top, outputSize) : 0)
  return examples * (numbers * (NUMBER_TEXT * characterBytes + NUMBER_BYTES) + entries * entryBytes)
}

/** 0 .. 255 a pixel, or the numbers of a row. */
function tellable(input: NetworkInput, { rows }: ServedModel): number[] {
  if (rows || input instanceof Uint8Array) return [...input]
  return Array.from(input, value => value * 255)
}

/** The `count` highest scores, at least one; of equal ones the lower class comes first. */
function best(scores: readonly number[], count: number, classes: Classes): ScoredClass[] {
  const top: ScoredClass[] = []
  scores.forEach((score, k) => {
    let place = top.length
    while (place > 0 && (top[place - 1]?.score ?? 0) < score) place--
    if (place < count) top.splice(place, 0, { ...classes.of(k), score })
    if (top.length > count) top.pop()
  })
  return top
}

/** This type tells a typed client the JSON body. */
type PredictContext = Context<EdgeEnv, '/predict', { in: { json: PredictRequest } }>

/** POST /predict. Reading is not a middleware: that would cost as much time as the prediction. */
export function predictRoute(model: ServedModel) {
  return new Hono<EdgeEnv>().post('/predict', async (c: PredictContext) => {
    const request = await readInputs(c, model)
    const { inputs, options, crowded } = request
    c.set('images', inputs.length)
    hold(c, answerBytes(model, inputs.length, options) + (inputs.length + crowded.size) * WARNING_BYTES)
    return c.json(await worked(c, answer(model, request)))
  })
}
