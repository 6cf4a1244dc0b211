/** What a network answers on a set of examples. */
export interface Analysis {
  readonly epoch: number
  readonly set: 'test' | 'validation'
  readonly total: number
  readonly correct: number
  /** Answers: row the right class, column the predicted one. */
  readonly confusion: readonly (readonly number[])[]
  /** The misread examples, the worst first: those whose wrong output exceeds the right one by most. At most MOST_MISTAKES. */
  readonly mistakes: readonly Mistake[]
  /** How many misread examples there are. */
  readonly misread: number
}

export interface Mistake {
  /** Index in the set. */
  readonly example: number
  readonly label: number
  readonly predicted: number
  /** The output of the predicted class, and of the right one: 0 .. 1. */
  readonly confidence: number
  readonly rightOutput: number
  /** Inputs, 0 .. 255, of which width x height show as a picture where the data are pictures. */
  readonly pixels: Uint8Array
}
