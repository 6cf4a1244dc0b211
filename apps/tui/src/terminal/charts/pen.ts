import type { Canvas, Dot } from './canvas.ts'

/** How many dots are drawn and left out in turn, by owner, where lines differ in nothing else. */
const DASHES = [
  [1, 0],
  [2, 2],
  [1, 1],
  [1, 3],
] as const

/** Draws lines of one owner on a canvas, dashed if asked to. */
export class Pen {
  readonly #canvas: Canvas
  readonly #owner: number
  readonly #on: number
  readonly #period: number
  #drawn = 0

  constructor(canvas: Canvas, owner: number, dashed: boolean) {
    const [on, off] = (dashed ? DASHES[owner % DASHES.length] : undefined) ?? DASHES[0]
    this.#canvas = canvas
    this.#owner = owner
    this.#on = on
    this.#period = on + off
  }

  /** A curve through places from left to right; a place that is undefined is a gap. */
  curve(dots: readonly (Dot | undefined)[]): void {
    let last: Dot | undefined
    for (const dot of thinned(dots)) {
      if (dot && last) this.line(last, dot)
      last = dot
    }
    const [only, ...others] = dots.filter(dot => dot !== undefined)
    if (only && others.length === 0) this.spot(only)
  }

  /** A straight line (Bresenham's algorithm), both ends included. */
  line(from: Dot, to: Dot): void {
    const dx = Math.abs(to.x - from.x)
    const dy = -Math.abs(to.y - from.y)
    const stepX = Math.sign(to.x - from.x)
    const stepY = Math.sign(to.y - from.y)
    let { x, y } = from
    let error = dx + dy
    this.#dot({ x, y })
    while (x !== to.x || y !== to.y) {
      const twice = 2 * error
      if (twice >= dy) {
        error += dy
        x += stepX
      }
      if (twice <= dx) {
        error += dx
        y += stepY
      }
      this.#dot({ x, y })
    }
  }

  /** A place that stands alone: large enough to be seen. */
  spot({ x, y }: Dot): void {
    for (const dot of [
      { x, y },
      { x: x + 1, y },
      { x, y: y - 1 },
      { x: x + 1, y: y - 1 },
    ]) {
      this.#canvas.set(dot, this.#owner)
    }
  }

  #dot(dot: Dot): void {
    if (this.#drawn++ % this.#period < this.#on) this.#canvas.set(dot, this.#owner)
  }
}

/** Of the places in one column of dots only the first, the highest, the lowest and the last: the same curve with less work. */
function* thinned(dots: readonly (Dot | undefined)[]): Generator<Dot | undefined> {
  let column: Dot[] = []
  for (const dot of [...dots, undefined]) {
    if (dot && column[0]?.x === dot.x) {
      column.push(dot)
      continue
    }
    yield* corners(column)
    if (!dot) yield undefined
    column = dot ? [dot] : []
  }
}

function corners(column: readonly Dot[]): readonly Dot[] {
  const [first, last] = [column[0], column.at(-1)]
  if (!first || !last || column.length <= 4) return column
  let [highest, lowest] = [first, first]
  for (const dot of column) {
    if (dot.y < highest.y) highest = dot
    if (dot.y > lowest.y) lowest = dot
  }
  return [first, highest, lowest, last]
}
