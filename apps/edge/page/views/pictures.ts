import { type Drawing, PEN_WIDTH, type Point, type Stroke, smoothed } from '../drawing/stroke.ts'
import type { Prediction } from '../predict/prediction.ts'
import { colourOf, element, inkLayer, type Paint, paintPixels, pixelCanvas } from './elements.ts'

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

/** Opacity of the image below the saliency. */
const BACKDROP = 0.16

/** The network's input, and its saliency: the pixels that decided. */
export class InputView {
  readonly #image: HTMLCanvasElement
  readonly #saliency: HTMLCanvasElement
  #paintImage = (): void => {}
  #paintSaliency = (): void => {}

  readonly #winners: Iterable<Element>

  /** @param winners the legend's elements that name the digit */
  constructor(image: HTMLCanvasElement, saliency: HTMLCanvasElement, winners: Iterable<Element>) {
    this.#image = image
    this.#saliency = saliency
    this.#winners = winners
  }

  showImage(image: Uint8Array | undefined): void {
    this.#paintImage = () => paintPixels(this.#image, inkLayer(image ?? [], colourOf(this.#image, '--ink')))
    this.#paintImage()
  }

  showSaliency(image: Uint8Array, { saliency, digit }: Prediction): void {
    for (const winner of this.#winners) winner.textContent = `${digit}`
    this.#paintSaliency = () => {
      const backdrop = inkLayer(image, colourOf(this.#saliency, '--ink'), BACKDROP)
      paintPixels(this.#saliency, backdrop, this.#saliencyLayer(saliency))
    }
    this.#paintSaliency()
  }

  clearSaliency(): void {
    for (const winner of this.#winners) winner.textContent = ''
    this.#paintSaliency = () => paintPixels(this.#saliency)
    this.#paintSaliency()
  }

  /** Paints both again, in the current colours. */
  repaint(): void {
    this.#paintImage()
    this.#paintSaliency()
  }

  /**
   * A pixel's colour shows its sign; its opacity is the root of its share of the largest, so that weak ones
   * show.
   */
  #saliencyLayer(saliency: ArrayLike<number>): (i: number) => Paint {
    const speaksFor = colourOf(this.#saliency, '--positive')
    const speaksAgainst = colourOf(this.#saliency, '--negative')
    const strongest = Array.from(saliency).reduce((max, value) => Math.max(max, Math.abs(value)), 0)
    return i => {
      const value = saliency[i] ?? 0
      const alpha = strongest > 0 ? Math.sqrt(Math.abs(value) / strongest) : 0
      return { colour: value > 0 ? speaksFor : speaksAgainst, alpha }
    }
  }
}

/** Bytes of one image. */
const LENGTH = 28 * 28

/** Fetches ten images of the test set, one for each digit. @throws Error if there are none */
export async function fetchSamples(url: string): Promise<Uint8Array[]> {
  const response = await fetch(url)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (!response.ok || bytes.length !== 10 * LENGTH) throw new Error(`${url} holds no samples.`)
  return Array.from({ length: 10 }, (_, digit) => bytes.subarray(digit * LENGTH, (digit + 1) * LENGTH))
}

/** Adds a button for each sample. @returns a function that paints them again, in the current colours */
export function addSampleButtons(
  samples: readonly Uint8Array[],
  place: HTMLElement,
  choose: (drawing: Drawing) => void,
): () => void {
  const canvases = samples.map((sample, digit) => {
    const canvas = pixelCanvas()
    const button = element('button', '', canvas)
    button.type = 'button'
    button.setAttribute('aria-label', `Test image: ${digit}`)
    button.addEventListener('click', () => choose({ sample, strokes: [] }))
    place.append(button)
    return canvas
  })
  const paint = (): void => {
    for (const [digit, canvas] of canvases.entries()) {
      paintPixels(canvas, inkLayer(samples[digit] ?? [], colourOf(canvas, '--ink')))
    }
  }
  paint()
  return paint
}
