import type { GreyImage } from '@gradus/core/predict'

/** A new element with a class and contents. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...contents: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...contents)
  return made
}

/**
 * The page's element of this id.
 * @throws Error if there is none of that kind: page and program differ in version
 */
export function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new Error(`#${id} is no ${kind.name} of this page. Build the page again.`)
}

/** The paint of one pixel: any CSS colour, and its opacity, 0 .. 1. */
export interface Paint {
  readonly colour: string
  readonly alpha: number
}

/** Paints pixels, row by row, on a canvas that has as many, layer upon layer. */
export function paintPixels(canvas: HTMLCanvasElement, ...layers: ((i: number) => Paint)[]): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const { width, height } = canvas
  context.clearRect(0, 0, width, height)
  for (const layer of layers) {
    for (let i = 0; i < width * height; i++) {
      const { colour, alpha } = layer(i)
      if (alpha === 0) continue
      context.fillStyle = colour
      context.globalAlpha = alpha
      context.fillRect(i % width, Math.floor(i / width), 1, 1)
    }
  }
}

/** A layer that paints an image in ink of at most this opacity. */
export function inkLayer(image: ArrayLike<number>, colour: string, strength = 1): (i: number) => Paint {
  return i => ({ colour, alpha: (strength * (image[i] ?? 0)) / 255 })
}

/** A canvas with a pixel for each of an image, outside the page. */
export function pixelCanvas({ rows, cols }: Pick<GreyImage, 'rows' | 'cols'>): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = cols
  canvas.height = rows
  return canvas
}

/** The current value of a colour of the style sheet, such as --ink, for this element. */
export function colourOf(element: Element, name: `--${string}`): string {
  return getComputedStyle(element).getPropertyValue(name)
}
