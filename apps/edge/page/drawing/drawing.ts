import type { Stroke } from './stroke.ts'

/** What is on the pad. */
export interface Drawing {
  /** A digit of the test set (28 x 28 bytes) below the strokes. */
  readonly sample?: Uint8Array | undefined
  readonly strokes: readonly Stroke[]
}

export const BLANK: Drawing = { strokes: [] }

export function isBlank({ sample, strokes }: Drawing): boolean {
  return sample === undefined && strokes.length === 0
}

export function withStroke({ sample, strokes }: Drawing, stroke: Stroke): Drawing {
  return { sample, strokes: [...strokes, stroke] }
}
