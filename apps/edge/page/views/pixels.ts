/** Side of the images. */
const SIDE = 28

/** How one pixel is painted: any CSS colour, and how strong, 0 .. 1. */
export interface Paint {
  readonly colour: string
  readonly alpha: number
}

/** Paints 28 x 28 pixels on a canvas of that size, some of them in several layers. */
export function paintPixels(canvas: HTMLCanvasElement, ...layers: ((i: number) => Paint)[]): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.clearRect(0, 0, SIDE, SIDE)
  for (const layer of layers) {
    for (let i = 0; i < SIDE * SIDE; i++) {
      const { colour, alpha } = layer(i)
      if (alpha === 0) continue
      context.fillStyle = colour
      context.globalAlpha = alpha
      context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1)
    }
  }
}

/** Paints an image in ink of this strength at most. */
export function inkLayer(image: ArrayLike<number>, colour: string, strength = 1): (i: number) => Paint {
  return i => ({ colour, alpha: (strength * (image[i] ?? 0)) / 255 })
}

/** A canvas of 28 x 28 that is in no page. */
export function pixelCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = SIDE
  canvas.height = SIDE
  return canvas
}

/** A colour of the style sheet, such as --ink, as it is for this element now. */
export function colourOf(element: Element, name: `--${string}`): string {
  return getComputedStyle(element).getPropertyValue(name)
}
