import { BLANK, type Drawing, isBlank, withStroke } from './drawing.ts'
import { History } from './history.ts'
import { extended, type Point, type Stroke } from './stroke.ts'

/** A drawing while it is made: the stroke under the pen, and what can be undone. */
export class Sketch {
  readonly #history = new History(BLANK)
  readonly #changed: () => void
  #live: Stroke | undefined

  /** @param changed called after every change */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** The stroke under the pen included. */
  get drawing(): Drawing {
    const { current } = this.#history
    return this.#live ? withStroke(current, this.#live) : current
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

  penDown(at: Point): void {
    this.penUp()
    this.#live = [at]
    this.#changed()
  }

  /** Draws on to these points, if the pen is down. */
  penMoves(points: readonly Point[]): void {
    if (!this.#live) return
    const extension = points.reduce(extended, this.#live)
    if (extension === this.#live) return
    this.#live = extension
    this.#changed()
  }

  penUp(): void {
    if (!this.#live) return
    this.#history.change(withStroke(this.#history.current, this.#live))
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
