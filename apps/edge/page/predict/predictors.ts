import { argmax, LightPredictor, type NetworkParameters, parseNamedParameters } from '@gradus/core/predict'
import { isNumbers, isObject, type ModelFacts } from './model-facts.ts'
import {
  errorOfStatus,
  otherNetwork,
  type Prediction,
  type Predictor,
  type Question,
  unreadable,
} from './prediction.ts'
import { post } from './server.ts'

/** Numbers of inputs and outputs of the network that the page shows. */
interface Ends {
  readonly inputs: number
  readonly outputs: number
}

function endsOf({ sizes }: Pick<ModelFacts, 'sizes'>): Ends {
  return { inputs: sizes[0] ?? 0, outputs: sizes[sizes.length - 1] ?? 0 }
}

/** A network that runs in the page itself. */
export class PagePredictor implements Predictor {
  readonly location = 'page'
  readonly rest = 0
  readonly #predictor: LightPredictor

  /** @throws PredictionError unless the network has the inputs and outputs of the facts */
  constructor(parameters: NetworkParameters, facts: Pick<ModelFacts, 'sizes'>) {
    this.#predictor = new LightPredictor(parameters)
    const { inputs, outputs } = endsOf(facts)
    const { inputSize, outputSize } = this.#predictor
    if (inputSize !== inputs || outputSize !== outputs) throw otherNetwork()
  }

  /** @throws PredictionError for another network than that of the facts; Error if the file cannot be read */
  static async fetch(url: string, facts: ModelFacts): Promise<PagePredictor> {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`${url}: status ${response.status}`)
    return new PagePredictor(parseNamedParameters(await response.arrayBuffer()).parameters, facts)
  }

  async predict({ input }: Question): Promise<Prediction> {
    const layers = this.#predictor.activations(input)
    const [scores = new Float64Array()] = layers.slice(-1)
    const best = argmax(scores)
    return { best, scores, saliency: this.#predictor.saliency(input, best), hidden: layers.slice(0, -1) }
  }
}

/** The network behind the server, asked over HTTP. */
export class ServerPredictor implements Predictor {
  readonly location = 'server'
  /** Ten questions a second feel live and spare the server. */
  readonly rest = 100
  readonly #url: string
  readonly #ends: Ends

  constructor(url: string, facts: Pick<ModelFacts, 'sizes'>) {
    this.#url = url
    this.#ends = endsOf(facts)
  }

  async predict({ input, row }: Question): Promise<Prediction> {
    const asked = row ? { rows: [row], hidden: true } : { image: [...input], saliency: true, hidden: true }
    const { status, body } = await post(this.#url, 'application/json', JSON.stringify(asked))
    if (status !== 200) throw errorOfStatus(status)
    return predictionOf(body, { ...this.#ends, ...(row && { inputs: 0 }) })
  }
}

/**
 * The first prediction of an answer.
 * @param ends its numbers of saliency and of scores. @throws PredictionError if there is none
 */
function predictionOf(answer: unknown, { inputs, outputs }: Ends): Prediction {
  const first = firstOf(answer)
  // Servers of before classes had names tell a digit.
  const { digit, class: best = digit, scores, saliency = [], hidden } = first
  if (Array.isArray(scores) && scores.length !== outputs) throw otherNetwork()
  if (typeof best !== 'number' || !isNumbers(scores) || !isNumbers(saliency, inputs)) throw unreadable()
  if (!Array.isArray(hidden) || !hidden.every(layer => isNumbers(layer))) throw unreadable()
  return { best, scores, saliency, hidden }
}

/** The fields of an answer's first prediction. @throws PredictionError if there is none */
export function firstOf(answer: unknown): Readonly<Record<string, unknown>> {
  const { predictions } = isObject(answer) ? answer : {}
  const [first] = Array.isArray(predictions) ? predictions : []
  if (!isObject(first)) throw unreadable()
  return first
}
