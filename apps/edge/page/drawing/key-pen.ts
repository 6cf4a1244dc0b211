import type { Sketch } from './sketch.ts'
import type { Point } from './stroke.ts'

/** How far one press moves the pen: a pixel of the 28 x 28. */
const STEP = 1 / 28
/** With Shift it goes so many steps. */
const LEAP = 4

const DIRECTIONS: ReadonlyMap<string, Point> = new Map([
  ['ArrowLeft', { x: -1, y: 0 }],
  ['ArrowRight', { x: 1, y: 0 }],
  ['ArrowUp', { x: 0, y: -1 }],
  ['ArrowDown', { x: 0, y: 1 }],
])

/** A pen moved by keys: arrows (two at once go diagonally), Space to put it down and to lift it, Enter for a dot. */
export class KeyPen {
  /** Whether it is in use, and so to be seen. */
  isShown = false
  readonly #sketch: Sketch
  readonly #say: (text: string) => void
  readonly #pressed = new Set<string>()
  #at: Point = { x: 0.5, y: 0.25 }

  /** @param say speaks to those who do not see the pen */
  constructor(sketch: Sketch, say: (text: string) => void) {
    this.#sketch = sketch
    this.#say = say
  }

  get at(): Point {
    return this.#at
  }

  /** @returns whether the key means anything here */
  press(key: string, { shift = false }: { readonly shift?: boolean } = {}): boolean {
    if (DIRECTIONS.has(key)) this.#move(key, shift ? LEAP : 1)
    else if (key === ' ') this.#toggle()
    else if (key === 'Enter') this.#dot()
    else if (key === 'Escape') this.#sketch.penUp()
    else if (key === 'Delete' || key === 'Backspace') this.#sketch.clear()
    else return false
    this.isShown = true
    return true
  }

  release(key: string): void {
    this.#pressed.delete(key)
  }

  /** The keys are somebody else's now: the pen leaves the pad. */
  leave(): void {
    this.isShown = false
    this.#pressed.clear()
    this.#sketch.penUp()
  }

  #move(key: string, steps: number): void {
    this.#pressed.add(key)
    let { x, y } = this.#at
    for (const pressed of this.#pressed) {
      const direction = DIRECTIONS.get(pressed)
      x += steps * STEP * (direction?.x ?? 0)
      y += steps * STEP * (direction?.y ?? 0)
    }
    this.#at = { x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) }
    this.#sketch.penMoves([this.#at])
  }

  #toggle(): void {
    if (this.#sketch.isDrawing) this.#sketch.penUp()
    else this.#sketch.penDown(this.#at)
    this.#say(this.#sketch.isDrawing ? 'Pen down' : 'Pen up')
  }

  #dot(): void {
    this.#sketch.penUp()
    this.#sketch.penDown(this.#at)
    this.#sketch.penUp()
  }
}
