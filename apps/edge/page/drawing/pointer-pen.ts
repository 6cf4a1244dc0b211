import type { Pen, Sketch } from './sketch.ts'
import type { Point } from './stroke.ts'

/** A mouse, a finger or a pen, as a PointerEvent tells of it. */
export interface Pointer {
  readonly pointerId: number
  readonly pointerType: string
  /** The first of its type that is down. */
  readonly isPrimary: boolean
  /** Which button has changed: 0 is the main one, a finger or the pen's tip. */
  readonly button: number
  /** Bits of all buttons that are down, the main one lowest. */
  readonly buttons: number
}

/** A pen moved by one pointer at a time. A stroke also ends when its release was told to somebody else. */
export class PointerPen {
  readonly #sketch: Sketch
  #pen: Pen | undefined
  #pointer: Pointer | undefined

  constructor(sketch: Sketch) {
    this.#sketch = sketch
  }

  /** Whether a pointer is down and draws. */
  get isDown(): boolean {
    return this.#pointer !== undefined
  }

  /** @returns whether this pointer draws from now on */
  press(pointer: Pointer, at: Point): boolean {
    if (pointer.button !== 0 || this.#isBeside(pointer)) return false
    this.release()
    this.#pointer = pointer
    this.#pen = this.#sketch.penDown(at)
    return true
  }

  /** Draws on to these points, or lifts the pen if the button is up. */
  move(pointer: Pick<Pointer, 'pointerId' | 'buttons'>, points: readonly Point[]): void {
    if (pointer.pointerId !== this.#pointer?.pointerId) return
    if ((pointer.buttons & 1) === 0) this.release()
    else this.#pen?.moves(points)
  }

  /** Lifts the pen. @param pointerId of a pointer, which may be another one than draws */
  release(pointerId = this.#pointer?.pointerId): void {
    if (pointerId !== this.#pointer?.pointerId) return
    this.#pen?.up()
    this.#pen = undefined
    this.#pointer = undefined
  }

  /** Whether another pointer draws. The first one of its type cannot be down twice: then its release was lost. */
  #isBeside({ pointerId, pointerType, isPrimary }: Pointer): boolean {
    const drawing = this.#pointer
    if (drawing === undefined || drawing.pointerId === pointerId) return false
    return !isPrimary || drawing.pointerType !== pointerType
  }
}
