import type { DigitPredictor, Prediction } from './prediction.ts'

export interface PredictionQueueOptions {
  /** Finds a predictor, at first and again after a failure. */
  readonly choose: () => Promise<DigitPredictor>
  readonly onChosen: (predictor: DigitPredictor) => void
  readonly onPrediction: (image: Uint8Array, prediction: Prediction) => void
  readonly onFailure: (error: unknown) => void
}

/** Predicts images one at a time; of the images that wait, only the newest is kept. */
export class PredictionQueue {
  readonly #options: PredictionQueueOptions
  #predictor: DigitPredictor | undefined
  #newest: Uint8Array | undefined
  #isBusy = false

  constructor(options: PredictionQueueOptions) {
    this.#options = options
  }

  /** Predicts this image next. Undefined empties the queue. */
  async enqueue(image: Uint8Array | undefined): Promise<void> {
    this.#newest = image
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      await this.#work()
    } catch (error) {
      this.#predictor = undefined
      if (this.#newest) this.#options.onFailure(error)
    } finally {
      this.#isBusy = false
    }
  }

  /** Predicts the newest image once more. */
  retry(): Promise<void> {
    return this.enqueue(this.#newest)
  }

  async #work(): Promise<void> {
    const predictor = await this.#chosen()
    for (let image = this.#newest, done: Uint8Array | undefined; image !== undefined && image !== done; ) {
      const prediction = await predictor.predict(image)
      if (this.#newest) this.#options.onPrediction(image, prediction)
      done = image
      if (predictor.rest > 0) await new Promise(resolve => setTimeout(resolve, predictor.rest))
      image = this.#newest
    }
  }

  async #chosen(): Promise<DigitPredictor> {
    if (this.#predictor) return this.#predictor
    const predictor = await this.#options.choose()
    this.#predictor = predictor
    this.#options.onChosen(predictor)
    return predictor
  }
}
