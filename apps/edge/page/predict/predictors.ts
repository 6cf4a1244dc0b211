import { argmax, LightPredictor, type NetworkParameters, parseParameters } from '@gradus/core/predict'
import {
  type DigitPredictor,
  errorOfStatus,
  otherNetwork,
  type Prediction,
  unreachable,
  unreadable,
} from './prediction.ts'

/** A network that runs in the page itself. */
export class PagePredictor implements DigitPredictor {
  readonly location = 'page'
  readonly rest = 0
  readonly #predictor: LightPredictor

  /** @throws PredictionError unless the network has 784 inputs and ten outputs */
  constructor(parameters: NetworkParameters) {
    this.#predictor = new LightPredictor(parameters)
    const { inputSize, outputSize } = this.#predictor
    if (inputSize !== 784 || outputSize !== 10) throw otherNetwork()
  }

  /** @throws PredictionError for a network that this page cannot show; Error if the file cannot be read */
  static async fetch(url: string): Promise<PagePredictor> {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`${url}: status ${response.status}`)
    return new PagePredictor(parseParameters(await response.arrayBuffer()).parameters)
  }

  async predict(image: Uint8Array): Promise<Prediction> {
    const layers = this.#predictor.activations(image)
    const [scores = new Float64Array()] = layers.slice(-1)
    const digit = argmax(scores)
    return { digit, scores, saliency: this.#predictor.saliency(image, digit), hidden: layers.slice(0, -1) }
  }
}

/** Limit in milliseconds on waiting for an answer. */
const TIME_LIMIT = 10_000

/** The network behind the server, asked over HTTP. */
export class ServerPredictor implements DigitPredictor {
  readonly location = 'server'
  /** Ten images a second feel live and spare the server. */
  readonly rest = 100
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async predict(image: Uint8Array): Promise<Prediction> {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), TIME_LIMIT)
    try {
      const response = await this.#post(
        JSON.stringify({ image: [...image], saliency: true, hidden: true }),
        abort.signal,
      )
      if (!response.ok) throw errorOfStatus(response.status)
      return predictionOf(await response.json().catch(() => undefined))
    } finally {
      clearTimeout(timer)
    }
  }

  async #post(body: string, signal: AbortSignal): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    try {
      return await fetch(this.#url, { method: 'POST', headers, body, signal })
    } catch (error) {
      throw unreachable(error)
    }
  }
}

/** @throws PredictionError if the answer holds no prediction of a digit */
function predictionOf(answer: unknown): Prediction {
  const { predictions } = isObject(answer) ? answer : {}
  const [first] = Array.isArray(predictions) ? predictions : []
  if (!isObject(first)) throw unreadable()
  const { digit, scores, saliency, hidden } = first
  if (Array.isArray(scores) && scores.length !== 10) throw otherNetwork()
  if (typeof digit !== 'number' || !isNumbers(scores, 10) || !isNumbers(saliency, 784)) throw unreadable()
  if (!Array.isArray(hidden) || !hidden.every(layer => isNumbers(layer))) throw unreadable()
  return { digit, scores, saliency, hidden }
}

/** Facts that the server tells about its model. */
export interface ModelFacts {
  /** Its name and test accuracy in a line; '' if the server says nothing. */
  readonly line: string
  /** Neurons a layer, the input first; none if the server says nothing. */
  readonly sizes: readonly number[]
}

/** The server's facts about its model. */
export async function fetchModelFacts(url: string): Promise<ModelFacts> {
  try {
    const response = await fetch(url)
    if (response.ok) return modelFacts(await response.json())
  } catch {
    // The page does without.
  }
  return { line: '', sizes: [] }
}

/** @param model the JSON answer of GET /model */
function modelFacts(model: unknown): ModelFacts {
  const { sizes } = isObject(model) ? model : {}
  return { line: modelLine(model), sizes: isNumbers(sizes) ? sizes : [] }
}

/** @param model the JSON answer of GET /model */
export function modelLine(model: unknown): string {
  const { name, accuracy } = isObject(model) ? model : {}
  if (typeof name !== 'string') return ''
  const { test: share } = isObject(accuracy) ? accuracy : {}
  const measured = typeof share === 'number' ? `, test accuracy ${(100 * share).toFixed(2)} %` : ''
  return `Model: ${name}${measured}.`
}

/** Whether a JSON value is an object and no list. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a JSON value is a list of numbers, so many where that is given. */
function isNumbers(value: unknown, length?: number): value is readonly number[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) return false
  return value.every(each => typeof each === 'number')
}
