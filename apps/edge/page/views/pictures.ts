import type { GreyImage } from '@gradus/core/predict'
import { type Drawing, PEN_WIDTH, type Point, type Stroke, smoothed } from '../drawing/stroke.ts'
import type { Prediction } from '../predict/prediction.ts'
import { colourOf, element, inkLayer, type Paint, paintPixels, pixelCanvas } from './elements.ts'

/** Paints the pad in the screen's own resolution. */
export class PadView {
  readonly #canvas: HTMLCanvasElement
  readonly #sample: HTMLCanvasElement

  /** @param size of the images. @param resized is called when everything must be painted again */
  constructor(canvas: HTMLCanvasElement, size: Pick<GreyImage, 'rows' | 'cols'>, resized: () => void) {
    this.#canvas = canvas
    this.#sample = pixelCanvas(size)
    new ResizeObserver(() => {
      canvas.width = Math.round(canvas.clientWidth * devicePixelRatio)
      canvas.height = Math.round(canvas.clientHeight * devicePixelRatio)
      resized()
    }).observe(canvas)
  }

  /** Pixels of the pad's longer side. */
  get #side(): number {
    return Math.max(this.#canvas.width, this.#canvas.height)
  }

  /** @param cursor the keyboard's pen, if it is in use: its position, and whether it is down */
  paint({ sample, strokes }: Drawing, cursor?: { readonly at: Point; readonly isDown: boolean }): void {
    const context = this.#canvas.getContext('2d')
    if (!context) return
    const { width, height } = this.#canvas
    const side = this.#side
    context.clearRect(0, 0, width, height)
    const ink = colourOf(this.#canvas, '--ink')
    if (sample) {
      paintPixels(this.#sample, inkLayer(sample, ink))
      context.drawImage(this.#sample, 0, 0, width, height)
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
    const side = this.#side
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

  /** @param winners the legend's elements that name the best class */
  constructor(image: HTMLCanvasElement, saliency: HTMLCanvasElement, winners: Iterable<Element>) {
    this.#image = image
    this.#saliency = saliency
    this.#winners = winners
  }

  showImage(image: Uint8Array | undefined): void {
    this.#paintImage = () => paintPixels(this.#image, inkLayer(image ?? [], colourOf(this.#image, '--ink')))
    this.#paintImage()
  }

  /** @param winner name of the best class */
  showSaliency(image: ArrayLike<number>, { saliency }: Pick<Prediction, 'saliency'>, winner: string): void {
    for (const element of this.#winners) element.textContent = winner
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

/** The images of MNIST's test set, and the bytes of one. */
const MNIST = { rows: 28, cols: 28 }
const LENGTH = MNIST.rows * MNIST.cols

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
    const canvas = pixelCanvas(MNIST)
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
