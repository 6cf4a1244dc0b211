import { BLANK, type Drawing, extended, isBlank, type Point, type Stroke, withStroke } from './stroke.ts'

/** A pen that draws a stroke until it is lifted, another one is put down, or its stroke is undone. */
export interface Pen {
  isDown(): boolean
  /** Draws on to these points. */
  moves(points: readonly Point[]): void
  up(): void
}

/** A drawing while it is made: the stroke under the pen, and what can be undone. */
export class Sketch {
  readonly #history = new History(BLANK)
  readonly #changed: () => void
  /** Under the pen. */
  #live: { stroke: Stroke } | undefined

  /** @param changed called after every change */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** The stroke under the pen included. */
  get drawing(): Drawing {
    const { current } = this.#history
    return this.#live ? withStroke(current, this.#live.stroke) : current
  }

  /** Whether the pen is down. */
  get isDrawing(): boolean {
    return this.#live !== undefined
  }

  get canUndo(): boolean {
    return this.isDrawing || this.#history.canUndo
  }

  get canRedo(): boolean {
    return !this.isDrawing && this.#history.canRedo
  }

  /** Begins a stroke, and ends the one under another pen. */
  penDown(at: Point): Pen {
    this.penUp()
    const live: { stroke: Stroke } = { stroke: [at] }
    const isDown = (): boolean => this.#live === live
    this.#live = live
    this.#changed()
    return {
      isDown,
      moves: points => {
        const stroke = points.reduce((grown, point) => extended(grown, point), live.stroke)
        if (!isDown() || stroke === live.stroke) return
        live.stroke = stroke
        this.#changed()
      },
      up: () => {
        if (isDown()) this.penUp()
      },
    }
  }

  /** Lifts whatever pen is down. */
  penUp(): void {
    if (!this.#live) return
    this.#history.change(withStroke(this.#history.current, this.#live.stroke))
    this.#live = undefined
    this.#changed()
  }

  /** Puts another drawing in the place of this one. */
  replace(drawing: Drawing): void {
    this.penUp()
    this.#history.change(drawing)
    this.#changed()
  }

  clear(): void {
    if (!isBlank(this.drawing)) this.replace(BLANK)
  }

  /** Takes the last change back, or the stroke under the pen. */
  undo(): void {
    if (!this.canUndo) return
    if (this.#live) this.#live = undefined
    else this.#history.undo()
    this.#changed()
  }

  redo(): void {
    if (!this.canRedo) return
    this.#history.redo()
    this.#changed()
  }
}

/** A value with the ones before it, for undo, and the ones undone, for redo. */
export class History<T> {
  #past: readonly T[] = []
  #future: readonly T[] = []
  #current: T

  constructor(start: T) {
    this.#current = start
  }

  get current(): T {
    return this.#current
  }

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** Goes on to a new value. What was undone is forgotten. */
  change(next: T): void {
    this.#past = [...this.#past, this.#current]
    this.#future = []
    this.#current = next
  }

  /** Nothing happens if there is nothing to undo. */
  undo(): void {
    const [before] = this.#past.slice(-1)
    if (before === undefined) return
    this.#past = this.#past.slice(0, -1)
    this.#future = [this.#current, ...this.#future]
    this.#current = before
  }

  /** Nothing happens if there is nothing to redo. */
  redo(): void {
    const [next, ...later] = this.#future
    if (next === undefined) return
    this.#past = [...this.#past, this.#current]
    this.#future = later
    this.#current = next
  }
}
