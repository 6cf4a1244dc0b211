import type { Prediction } from '../predict/prediction.ts'
import { colourOf, inkLayer, type Paint, paintPixels } from './pixels.ts'

/** How strong the image shows below the pixels that decided. */
const BACKDROP = 0.16

/** What the network sees, and which pixels decided. */
export class SightView {
  readonly #seen: HTMLCanvasElement
  readonly #decided: HTMLCanvasElement
  #paintSeen = (): void => {}
  #paintDecided = (): void => {}

  readonly #winners: Iterable<Element>

  /** @param winners where the legend names the digit */
  constructor(seen: HTMLCanvasElement, decided: HTMLCanvasElement, winners: Iterable<Element>) {
    this.#seen = seen
    this.#decided = decided
    this.#winners = winners
  }

  showSeen(image: Uint8Array | undefined): void {
    this.#paintSeen = () => paintPixels(this.#seen, inkLayer(image ?? [], colourOf(this.#seen, '--ink')))
    this.#paintSeen()
  }

  showDecided(image: Uint8Array, { saliency, digit }: Prediction): void {
    for (const winner of this.#winners) winner.textContent = `${digit}`
    this.#paintDecided = () => {
      const backdrop = inkLayer(image, colourOf(this.#decided, '--ink'), BACKDROP)
      paintPixels(this.#decided, backdrop, this.#saliencyLayer(saliency))
    }
    this.#paintDecided()
  }

  showNoneDecided(): void {
    for (const winner of this.#winners) winner.textContent = ''
    this.#paintDecided = () => paintPixels(this.#decided)
    this.#paintDecided()
  }

  /** The same in the colours of the moment. */
  repaint(): void {
    this.#paintSeen()
    this.#paintDecided()
  }

  /** In the colour of its sign, and as strong as its part of the strongest pixel's; the root lets weak ones show. */
  #saliencyLayer(saliency: ArrayLike<number>): (i: number) => Paint {
    const speaksFor = colourOf(this.#decided, '--for')
    const speaksAgainst = colourOf(this.#decided, '--against')
    const strongest = Array.from(saliency).reduce((max, value) => Math.max(max, Math.abs(value)), 0)
    return i => {
      const value = saliency[i] ?? 0
      const alpha = strongest > 0 ? Math.sqrt(Math.abs(value) / strongest) : 0
      return { colour: value > 0 ? speaksFor : speaksAgainst, alpha }
    }
  }
}
