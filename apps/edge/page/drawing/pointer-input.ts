import type { Sketch } from './sketch.ts'
import type { Point } from './stroke.ts'

/** Draws with mouse, touch or pen: one pointer at a time, with every point that the browser has of its way. */
export function drawWithPointer(pad: HTMLElement, sketch: Sketch): void {
  let drawing: number | undefined

  pad.addEventListener('pointerdown', event => {
    if (drawing !== undefined || event.button !== 0) return
    drawing = event.pointerId
    pad.setPointerCapture(event.pointerId)
    sketch.penDown(placeOf(event, pad))
  })
  pad.addEventListener('pointermove', event => {
    if (event.pointerId !== drawing) return
    const events = event.getCoalescedEvents()
    sketch.penMoves((events.length > 0 ? events : [event]).map(each => placeOf(each, pad)))
  })
  for (const type of ['pointerup', 'pointercancel'] as const) {
    pad.addEventListener(type, event => {
      if (event.pointerId !== drawing) return
      drawing = undefined
      sketch.penUp()
    })
  }
}

/** Where on the pad the pointer is, held within it. */
function placeOf({ clientX, clientY }: PointerEvent, pad: HTMLElement): Point {
  const { left, top, width, height } = pad.getBoundingClientRect()
  return {
    x: Math.min(1, Math.max(0, (clientX - left) / width)),
    y: Math.min(1, Math.max(0, (clientY - top) / height)),
  }
}
