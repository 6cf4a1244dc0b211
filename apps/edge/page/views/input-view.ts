import type { Prediction } from '../predict/prediction.ts'
import { colourOf, inkLayer, type Paint, paintPixels } from './elements.ts'

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
    const speaksFor = colourOf(this.#saliency, '--for')
    const speaksAgainst = colourOf(this.#saliency, '--against')
    const strongest = Array.from(saliency).reduce((max, value) => Math.max(max, Math.abs(value)), 0)
    return i => {
      const value = saliency[i] ?? 0
      const alpha = strongest > 0 ? Math.sqrt(Math.abs(value) / strongest) : 0
      return { colour: value > 0 ? speaksFor : speaksAgainst, alpha }
    }
  }
}
