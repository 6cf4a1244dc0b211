import { isNumbers, isObject } from './model-line.ts'
import {
  type DigitReader,
  errorOfStatus,
  otherNetwork,
  type Prediction,
  unreachable,
  unreadable,
} from './prediction.ts'

/** Milliseconds to wait for an answer. */
const TIME_LIMIT = 10_000

/** Lets the server read digits. */
export class ServerReader implements DigitReader {
  readonly place = 'server'
  /** Ten images a second are live enough, and spare the server. */
  readonly rest = 100
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async read(image: Uint8Array): Promise<Prediction> {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), TIME_LIMIT)
    try {
      const response = await this.#post(JSON.stringify({ image: [...image], saliency: true }), abort.signal)
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
  const { digit, scores, saliency } = first
  if (Array.isArray(scores) && scores.length !== 10) throw otherNetwork()
  if (typeof digit !== 'number' || !isNumbers(scores, 10) || !isNumbers(saliency, 784)) throw unreadable()
  return { digit, scores, saliency }
}
