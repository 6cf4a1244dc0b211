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
