import { argmax, LightPredictor, type NetworkParameters, parseParameters } from '@gradus/core/predict'
import { type DigitPredictor, otherNetwork, type Prediction } from './prediction.ts'

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
    const scores = this.#predictor.outputs(image)
    const digit = argmax(scores)
    return { digit, scores, saliency: this.#predictor.saliency(image, digit) }
  }
}
