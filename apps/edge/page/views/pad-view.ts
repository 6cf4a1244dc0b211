import { type Drawing, PEN_WIDTH, type Point, type Stroke, smoothed } from '../drawing/stroke.ts'
import { colourOf, inkLayer, paintPixels, pixelCanvas } from './elements.ts'

/** Paints the pad in the screen's own resolution. */
export class PadView {
  readonly #canvas: HTMLCanvasElement
  readonly #sample = pixelCanvas()

  /** @param resized is called when everything must be painted again */
  constructor(canvas: HTMLCanvasElement, resized: () => void) {
    this.#canvas = canvas
    new ResizeObserver(() => {
      const side = Math.round(canvas.clientWidth * devicePixelRatio)
      canvas.width = side
      canvas.height = side
      resized()
    }).observe(canvas)
  }

  /** @param cursor the keyboard's pen, if it is in use: its position, and whether it is down */
  paint({ sample, strokes }: Drawing, cursor?: { readonly at: Point; readonly isDown: boolean }): void {
    const context = this.#canvas.getContext('2d')
    if (!context) return
    const side = this.#canvas.width
    context.clearRect(0, 0, side, side)
    const ink = colourOf(this.#canvas, '--ink')
    if (sample) {
      paintPixels(this.#sample, inkLayer(sample, ink))
      context.drawImage(this.#sample, 0, 0, side, side)
    }
    context.lineCap = 'round'
    context.lineJoin = 'round'
    context.lineWidth = PEN_WIDTH * side
    context.strokeStyle = ink
    for (const stroke of strokes) paintStroke(context, smoothed(stroke), side)
    if (cursor) this.#paintCursor(context, cursor.at, cursor.isDown)
  }

  /** A ring of the pen's size, filled while the pen is down. */
  #paintCursor(context: CanvasRenderingContext2D, { x, y }: Point, isDown: boolean): void {
    const side = this.#canvas.width
    const accent = colourOf(this.#canvas, '--accent')
    context.beginPath()
    context.arc(x * side, y * side, (PEN_WIDTH * side) / 2, 0, 2 * Math.PI)
    context.lineWidth = side / 100
    context.strokeStyle = accent
    context.stroke()
    context.fillStyle = accent
    if (isDown) context.fill()
  }
}

function paintStroke(context: CanvasRenderingContext2D, stroke: Stroke, side: number): void {
  const [first] = stroke
  if (!first) return
  context.beginPath()
  context.moveTo(first.x * side, first.y * side)
  for (const { x, y } of stroke) context.lineTo(x * side, y * side)
  context.stroke()
}
