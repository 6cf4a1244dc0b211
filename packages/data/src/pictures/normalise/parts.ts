import { endsSlice, SLICE, type Sliced } from '../picture.ts'
import { type Box, type Mask, sidesOf } from './found.ts'

/** Cells of ink that touch one another, by a side or a corner. */
export interface Part extends Box {
  readonly cells: Int32Array
  /** Its longer side, in cells. */
  readonly side: number
  /** Number of its cells at the picture's edges. */
  readonly contact: number
  /** Mean thickness of its strokes, in cells: of long ones, two of whose sides are a rim. */
  readonly thickness: number
  /** Mean contrast of its cells. */
  readonly contrast: number
}

/** The parts of ink. It marks the cells that it has seen with 2. */
export function* partsOf({ width, height, inked }: Mask, contrasts: ArrayLike<number>): Sliced<Part[]> {
  const parts: Part[] = []
  const waiting = new Int32Array(width * height)
  for (let start = 0; start < inked.length; start++) {
    if (endsSlice(start, 1)) yield SLICE
    if (inked[start] !== 1) continue
    let [left, right, top, bottom] = [width, 0, height, 0]
    let [count, contact, rim, sum] = [1, 0, 0, 0]
    waiting[0] = start
    inked[start] = 2
    for (let k = 0; k < count; k++) {
      const cell = waiting[k]
      const y = Math.floor(cell / width)
      const x = cell - y * width
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
      sum += contrasts[cell]
      const isAtEdge = x === 0 || y === 0 || x === width - 1 || y === height - 1
      if (isAtEdge) contact++
      if (
        isAtEdge ||
        inked[cell - 1] === 0 ||
        inked[cell + 1] === 0 ||
        inked[cell - width] === 0 ||
        inked[cell + width] === 0
      )
        rim++
      for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
        for (let i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
          if (inked[j * width + i] !== 1) continue
          inked[j * width + i] = 2
          waiting[count++] = j * width + i
        }
      }
    }
    const box = { left, right, top, bottom }
    const sides = sidesOf(box)
    parts.push({
      ...box,
      cells: waiting.slice(0, count),
      side: Math.max(sides.width, sides.height),
      contact,
      thickness: (2 * count) / rim,
      contrast: sum / count,
    })
  }
  return parts
}

/** Contact with the edges, as a part of its longer side, from which a part is a border or a margin. */
const BORDER = 0.5
/** Contrast, as a part of the main part's, from which a part is as dark. */
const AS_DARK = 0.6
/** A second digit is of like size: parts of the main part's side, area and thickness that it has at least. */
const LIKE_SIDE = 1 / 2
const LIKE_AREA = 1 / 5
const LIKE_THICKNESS = 1 / 2
/** Least sides of parts of a digit, and how far from the others they may be: both as parts of its longer side. */
const NEAR = [
  [0.2, 0.25],
  [0.1, 0.1],
  [0, 0.04],
] as const
/** Cells that any part may be away. */
const NEAREST = 2
/** Thickness, as a part of the main part's, from which a part may be farther. */
const NOT_THIN = 0.3

/** The parts that make a digit, or several: the largest, those that are like it, and those that are near. */
export function digitOf(parts: readonly Part[]): Part[] {
  const inner = parts.filter(({ contact, side }) => contact < BORDER * side)
  const candidates = inner.length > 0 ? inner : parts
  const [first] = candidates
  if (first === undefined) return []
  const main = candidates.reduce((most, part) => (part.cells.length > most.cells.length ? part : most), first)
  const isLike = (part: Part): boolean =>
    part === main ||
    (part.contact === 0 &&
      part.side >= LIKE_SIDE * main.side &&
      part.cells.length >= LIKE_AREA * main.cells.length &&
      part.thickness >= LIKE_THICKNESS * main.thickness &&
      part.contrast >= AS_DARK * main.contrast)
  const digit = candidates.filter(isLike)
  let rest = candidates.filter(part => !isLike(part))
  for (let before = 0; before !== digit.length; ) {
    before = digit.length
    const far: Part[] = []
    for (const part of rest) {
      const reach = reachOf(part, main)
      const isNear = digit.some(other => gapOf(part, other) <= reach)
      ;(isNear ? digit : far).push(part)
    }
    rest = far
  }
  return digit
}

/** Cells that a part may be away from the others of a digit. */
function reachOf({ side, thickness, contrast }: Part, main: Part): number {
  if (thickness < NOT_THIN * main.thickness || contrast < AS_DARK * main.contrast) return NEAREST
  const part = NEAR.find(([least]) => side >= least * main.side)?.[1] ?? 0
  return Math.max(NEAREST, part * main.side)
}

/** Cells between the boxes of two parts. */
function gapOf(a: Box, b: Box): number {
  return Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom, 1) - 1
}
