/** An input of the network, with the fields of POST /predict that say the same. */
export interface Question {
  /** As the network takes it: the bytes of an image, or the numbers of a row on their scales. */
  readonly input: Uint8Array | Float64Array
  /** The row of a table that makes this input. */
  readonly row?: Readonly<Record<string, string | number>> | undefined
}

/** The prediction of a network for one input. */
export interface Prediction {
  /** The output that fires most, counted from 0. */
  readonly best: number
  /** All outputs, each 0 .. 1. */
  readonly scores: ArrayLike<number>
  /** A number for each input: positive where it speaks for the best class, negative where against it. */
  readonly saliency: ArrayLike<number>
  /** Activations of the hidden neurons: a list for each hidden layer. */
  readonly hidden: readonly ArrayLike<number>[]
}

/** A network that predicts, in the page or behind the server. */
export interface Predictor {
  readonly location: 'page' | 'server'
  /** Milliseconds to rest after each input. */
  readonly rest: number
  /** @throws PredictionError */
  predict(question: Question): Promise<Prediction>
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
  408: ['The server waited too long for the input.', 'Check the connection, then try again.'],
  413: ['The server takes no input of this size.', 'Its keeper can raise the body limit to 16 KB or more.'],
  429: ['The server has too many requests.', WAIT],
}

/** The error for a person when the server answers with another status than 200. */
export function errorOfStatus(status: number): PredictionError {
  if (status === 422) return otherNetwork()
  const [message, remedy] = BY_STATUS[status] ?? [`The server failed (status ${status}).`, WAIT]
  return new PredictionError(message, remedy)
}

/** The error for a network that differs from the one for which the page was made up. */
export function otherNetwork(): PredictionError {
  return new PredictionError(
    'The server’s network takes other inputs, or has other classes, than this page shows.',
    'Reload the page, in case it has changed.',
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
  readonly choose: () => Promise<Predictor>
  readonly onChosen: (predictor: Predictor) => void
  readonly onPrediction: (question: Question, prediction: Prediction) => void
  readonly onFailure: (error: unknown) => void
}

/** Asks a question at a time; of those that wait, only the newest is kept. */
export class PredictionQueue {
  readonly #options: PredictionQueueOptions
  #predictor: Predictor | undefined
  #newest: Question | undefined
  #isBusy = false

  constructor(options: PredictionQueueOptions) {
    this.#options = options
  }

  /** Asks this next. Undefined empties the queue. */
  async enqueue(question: Question | undefined): Promise<void> {
    this.#newest = question
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

  /** Asks the newest question once more. */
  retry(): Promise<void> {
    return this.enqueue(this.#newest)
  }

  async #work(): Promise<void> {
    const predictor = await this.#chosen()
    for (let next = this.#newest, done: Question | undefined; next !== undefined && next !== done; ) {
      const prediction = await predictor.predict(next)
      if (this.#newest) this.#options.onPrediction(next, prediction)
      done = next
      if (predictor.rest > 0) await new Promise(resolve => setTimeout(resolve, predictor.rest))
      next = this.#newest
    }
  }

  async #chosen(): Promise<Predictor> {
    if (this.#predictor) return this.#predictor
    const predictor = await this.#options.choose()
    this.#predictor = predictor
    this.#options.onChosen(predictor)
    return predictor
  }
}
