/** What a network makes of an image. */
export interface Prediction {
  readonly digit: number
  /** The ten outputs, each 0 .. 1. */
  readonly scores: ArrayLike<number>
  /** A number a pixel: positive where it speaks for the digit, negative where it speaks against it. */
  readonly saliency: ArrayLike<number>
}

/** What reads an image. */
export interface DigitReader {
  /** In the page, or by the server. */
  readonly place: 'page' | 'server'
  /** Milliseconds to rest after each image. */
  readonly rest: number
  /** @param image 28 x 28 bytes. @throws PredictionError */
  read(image: Uint8Array): Promise<Prediction>
}

/** Why an image could not be read, and what a person can do. */
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

/** What an answer other than 200 says to a person. */
export function errorOfStatus(status: number): PredictionError {
  if (status === 422) return otherNetwork()
  const [message, remedy] = BY_STATUS[status] ?? [`The server failed (status ${status}).`, WAIT]
  return new PredictionError(message, remedy)
}

/** A network of other shapes than this page can show. */
export function otherNetwork(): PredictionError {
  return new PredictionError(
    'The server’s network does not read the ten digits from 28 × 28 pixels.',
    'Its keeper can serve one with 784 inputs and 10 outputs.',
  )
}

/** No answer at all. */
export function unreachable(cause: unknown): PredictionError {
  return new PredictionError('The server cannot be reached.', 'Check the connection, then try again.', {
    cause,
  })
}

/** An answer of another form than this page knows. */
export function unreadable(): PredictionError {
  return new PredictionError(
    'The server’s answer cannot be read.',
    'Reload the page, in case it has changed.',
  )
}
