/** Whether the ink of a picture is lighter or darker than its background. */
export type Polarity = 'light-on-dark' | 'dark-on-light'

/** The part of a picture that holds its ink, and how strong the ink is there. */
export interface Ink {
  readonly width: number
  readonly height: number
  /** Contrast of pixel (x, y) of that part with the background; 0 if it is background. */
  readonly at: (x: number, y: number) => number
}

/** Levels are two a grey value: ink stands out by at least 16 of 255 grey values. */
export const MIN_CONTRAST = 32

/** Columns left .. right, rows top .. bottom. */
export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Number of a box's columns and rows. */
export function sidesOf({ left, right, top, bottom }: Box): { width: number; height: number } {
  return { width: right - left + 1, height: bottom - top + 1 }
}

/** The smallest box around others. */
export function boxAround(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    right: Math.max(...boxes.map(({ right }) => right)),
    top: Math.min(...boxes.map(({ top }) => top)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  }
}

/** Whether a box lies within another one, and touches none of its sides. */
export function isInside(box: Box, other: Box): boolean {
  return box.left > other.left && box.right < other.right && box.top > other.top && box.bottom < other.bottom
}

/** Cells of a picture, row by row: 1 where there is ink. */
export interface Mask {
  readonly width: number
  readonly height: number
  readonly inked: Uint8Array
}

/** Ink as it was found. */
export interface Found {
  readonly ink: Ink
  readonly isLight: boolean
  /** The box around the ink, in cells. */
  readonly box: Box
  /** A mark for each cell, row by row: 0 for the ground, 1 for the ink of the digit, 2 for what is dropped. */
  readonly marks: Uint8Array
}
