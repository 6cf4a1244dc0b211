/** The prediction of a network for one image. */
export interface Prediction {
  readonly digit: number
  /** The ten outputs, each 0 .. 1. */
  readonly scores: ArrayLike<number>
  /** A number for each pixel: positive where the pixel speaks for the digit, negative where against it. */
  readonly saliency: ArrayLike<number>
  /** Activations of the hidden neurons: a list for each hidden layer. */
  readonly hidden: readonly ArrayLike<number>[]
}

/** A network that predicts digits, in the page or behind the server. */
export interface DigitPredictor {
  readonly location: 'page' | 'server'
  /** Milliseconds to rest after each image. */
  readonly rest: number
  /** @param image 28 x 28 bytes. @throws PredictionError */
  predict(image: Uint8Array): Promise<Prediction>
}

/** A failed prediction: the reason, and the remedy for a person. */
export class PredictionError extends Error {
  readonly remedy: string

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PredictionError'
    this.remedy = remedy
  }
}

const WAIT = 'Wait a moment, then try again.'

const BY_STATUS: Readonly<Record<number, readonly [message: string, remedy: string]>> = {
  401: [
    'The server asks for a token, which this page does not have.',
    'Its keeper can serve the page without one.',
  ],
  404: [
    'The server has no predictions at this address.',
    'Open the page at the address where its server runs.',
  ],
  408: ['The server waited too long for the drawing.', 'Check the connection, then try again.'],
  413: ['The server takes no drawing of this size.', 'Its keeper can raise the body limit to 16 KB or more.'],
  429: ['The server has too many requests.', WAIT],
}

/** The error for a person when the server answers with another status than 200. */
export function errorOfStatus(status: number): PredictionError {
  if (status === 422) return otherNetwork()
  const [message, remedy] = BY_STATUS[status] ?? [`The server failed (status ${status}).`, WAIT]
  return new PredictionError(message, remedy)
}

/** The error for a network whose layers this page cannot show. */
export function otherNetwork(): PredictionError {
  return new PredictionError(
    'The server’s network does not predict the ten digits from 28 × 28 pixels.',
    'Its keeper can serve one with 784 inputs and 10 outputs.',
  )
}

/** The error when the server does not answer. */
export function unreachable(cause: unknown): PredictionError {
  return new PredictionError('The server cannot be reached.', 'Check the connection, then try again.', {
    cause,
  })
}

/** The error for an answer whose form this page does not know. */
export function unreadable(): PredictionError {
  return new PredictionError(
    'The server’s answer cannot be read.',
    'Reload the page, in case it has changed.',
  )
}

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
