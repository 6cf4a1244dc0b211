import type { Pen, Sketch } from './sketch.ts'
import { onPad, type Point, type Shape } from './stroke.ts'

/** Draws with mouse, touch or pen, with every point that the browser has of its way. */
export function drawWithPointer(pad: HTMLElement, shape: Shape, sketch: Sketch): void {
  const pen = new PointerPen(sketch)
  pad.addEventListener('pointerdown', event => {
    if (pen.press(event, placeOf(event, pad, shape))) capture(pad, event.pointerId)
  })
  pad.addEventListener('pointermove', event => {
    pen.move(
      event,
      wayOf(event).map(each => placeOf(each, pad, shape)),
    )
  })
  // On the window, for releases beside the pad of a pointer that could not be captured.
  for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    addEventListener(type, event => pen.release(event.pointerId))
  }
  for (const type of ['blur', 'pagehide'] as const) addEventListener(type, () => pen.release())
  document.addEventListener('visibilitychange', () => pen.release())
  pad.addEventListener('contextmenu', event => {
    // A menu would take the release: that of a second button, of a click with Control, or of a finger that
    // rests.
    if (pen.isDown) event.preventDefault()
  })
  // A press would drag the page away while all of it is selected.
  pad.addEventListener('dragstart', event => event.preventDefault())
}

/** The points since the last event. Only secure contexts have them, and Safari only since 18.2. */
function wayOf(event: PointerEvent): readonly PointerEvent[] {
  const events = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : []
  return events.length > 0 ? events : [event]
}

/** Captures the pointer, so that the pad gets its events wherever it goes. */
function capture(pad: HTMLElement, pointerId: number): void {
  try {
    pad.setPointerCapture(pointerId)
  } catch {
    // The pointer has gone meanwhile: the pad is told of it while it is there.
  }
}

/** The pointer's position on the pad, clamped to its edges, also of a pad that is folded to nothing. */
function placeOf({ clientX, clientY }: PointerEvent, pad: HTMLElement, shape: Shape): Point {
  const { left, top, width, height } = pad.getBoundingClientRect()
  const longer = Math.max(1, width, height)
  return onPad({ x: (clientX - left) / longer, y: (clientY - top) / longer }, shape)
}

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
  /** When it was so, in milliseconds. */
  readonly timeStamp: number
}

/** Milliseconds in which nothing is heard of a pointer that is down, after which its release counts as lost. */
const SILENCE = 1000

/** A pen moved by one pointer at a time. A stroke also ends when its release was told to somebody else. */
export class PointerPen {
  readonly #sketch: Sketch
  #pen: Pen | undefined
  #pointer: Pointer | undefined
  /** When the pointer that draws was last heard of. */
  #heard = 0

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
    this.#heard = pointer.timeStamp
    this.#pen = this.#sketch.penDown(at)
    return true
  }

  /** Draws on to these points, or lifts the pen if the button is up. */
  move(pointer: Pick<Pointer, 'pointerId' | 'buttons' | 'timeStamp'>, points: readonly Point[]): void {
    if (pointer.pointerId !== this.#pointer?.pointerId) return
    this.#heard = pointer.timeStamp
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

  /**
   * Whether another pointer draws. The first one of its type cannot be down twice: then its release was lost.
   * It was also lost where its pointer has been silent for long.
   */
  #isBeside({ pointerId, pointerType, isPrimary, timeStamp }: Pointer): boolean {
    const drawing = this.#pointer
    if (drawing === undefined || drawing.pointerId === pointerId) return false
    if (!isPrimary) return true
    return drawing.pointerType !== pointerType && timeStamp - this.#heard <= SILENCE
  }
}
