import type { Pen, Sketch } from './sketch.ts'
import { onPad, type Point, type Shape } from './stroke.ts'

/** The distance that one press moves the pen, in parts of the pad's longer side: a pixel of 28 x 28. */
const STEP = 1 / 28
/** With Shift it goes so many steps. */
const LEAP = 4
/**
 * Milliseconds. An arrow counts as held so long after the last press or repetition of one: releases get lost.
 */
const HOLD = 1000

const DIRECTIONS: ReadonlyMap<string, Point> = new Map([
  ['ArrowLeft', { x: -1, y: 0 }],
  ['ArrowRight', { x: 1, y: 0 }],
  ['ArrowUp', { x: 0, y: -1 }],
  ['ArrowDown', { x: 0, y: 1 }],
])

/**
 * A pen moved by keys: arrows (two at once go diagonally), Space to put it down and to lift it, Enter for a
 * dot.
 */
export class KeyPen {
  /** Whether it is in use, and so to be seen. */
  isShown = false
  readonly #sketch: Sketch
  readonly #say: (text: string) => void
  readonly #pressed = new Set<string>()
  #lastMove = Number.NEGATIVE_INFINITY
  #pen: Pen | undefined
  #at: Point
  readonly #shape: Shape

  /** @param shape of the pad. @param say speaks to those who do not see the pen */
  constructor(sketch: Sketch, shape: Shape, say: (text: string) => void) {
    this.#sketch = sketch
    this.#shape = shape
    this.#say = say
    this.#at = { x: shape.width / 2, y: shape.height / 4 }
  }

  get at(): Point {
    return this.#at
  }

  /** Whether it draws. */
  get isDown(): boolean {
    return this.#pen?.isDown() ?? false
  }

  /** @param time of the press, in milliseconds. @returns whether the key means anything here */
  press(key: string, time: number, { shift = false }: { readonly shift?: boolean } = {}): boolean {
    if (DIRECTIONS.has(key)) this.#move(key, time, shift ? LEAP : 1)
    else if (key === ' ') this.#toggle()
    else if (key === 'Enter') this.#sketch.penDown(this.#at).up()
    else if (key === 'Escape') this.#pen?.up()
    else if (key === 'Delete' || key === 'Backspace') this.#sketch.clear()
    else return false
    this.isShown = true
    return true
  }

  release(key: string): void {
    this.#pressed.delete(key)
  }

  /** No key is held any longer, whatever was told. */
  releaseAll(): void {
    this.#pressed.clear()
  }

  /** The keys are somebody else's now: the pen leaves the pad. */
  leave(): void {
    this.isShown = false
    this.releaseAll()
    this.#pen?.up()
  }

  #move(key: string, time: number, steps: number): void {
    if (time - this.#lastMove > HOLD) this.releaseAll()
    this.#lastMove = time
    this.#pressed.add(key)
    let { x, y } = this.#at
    for (const pressed of this.#pressed) {
      const direction = DIRECTIONS.get(pressed)
      x += steps * STEP * (direction?.x ?? 0)
      y += steps * STEP * (direction?.y ?? 0)
    }
    this.#at = onPad({ x, y }, this.#shape)
    this.#pen?.moves([this.#at])
  }

  #toggle(): void {
    if (this.isDown) this.#pen?.up()
    else this.#pen = this.#sketch.penDown(this.#at)
    this.#say(this.isDown ? 'Pen down' : 'Pen up')
  }
}

/**
 * Moves the pen by keys while the pad has the focus, which it can get from now on.
 * @param moved called when the pen's place or the focus has changed
 */
export function drawWithKeys(pad: HTMLElement, pen: KeyPen, moved: () => void): void {
  pad.tabIndex = 0
  pad.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      // macOS tells of no release while Command is down.
      pen.releaseAll()
      return
    }
    const isHeldDown = event.repeat && (event.key === ' ' || event.key === 'Enter')
    if (isHeldDown || pen.press(event.key, event.timeStamp, { shift: event.shiftKey })) event.preventDefault()
    moved()
  })
  pad.addEventListener('keyup', event => pen.release(event.key))
  pad.addEventListener('blur', () => {
    pen.leave()
    moved()
  })
  pad.addEventListener('focus', () => {
    // Safari before 15.4 does not know it, and throws: there the pen shows at the first key.
    pen.isShown = CSS.supports('selector(:focus-visible)') && pad.matches(':focus-visible')
    moved()
  })
  pad.addEventListener('pointerdown', () => {
    pen.isShown = false
    moved()
  })
}
