import type { Drawing } from '../drawing/stroke.ts'
import { colourOf, element, inkLayer, paintPixels, pixelCanvas } from './elements.ts'

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
