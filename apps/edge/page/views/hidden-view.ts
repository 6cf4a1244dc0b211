import { colourOf, element } from './elements.ts'

/** Cells of a layer at the most: of a wider one the first so many neurons are shown. */
const MOST_CELLS = 1024
/** Layers at the most: of a deeper network the first ones and the last ones are shown, half of each. */
const MOST_LAYERS = 4
/** Pixels of a canvas a side, at least: twice those of the page, so that the edges of few cells are sharp. */
const FINENESS = 280
/** In layers of more neurons there is no gap between cells. */
const MOST_WITH_GAPS = 256

/**
 * The text below a hidden layer.
 * @param layer counted from 1. @param activations undefined before there are any
 */
export function layerCaption(
  layer: number,
  layers: number,
  neurons: number,
  activations?: ArrayLike<number>,
): string {
  const name = layers === 1 ? 'Hidden layer' : `Hidden layer ${layer}`
  const shown = neurons > MOST_CELLS ? `, the first ${MOST_CELLS.toLocaleString('en')} shown` : ''
  const count = `${neurons.toLocaleString('en')} ${neurons === 1 ? 'neuron' : 'neurons'}`
  if (!activations) return `${name}: ${count}${shown}`
  const half = scaleOf(activations) / 2
  const active = Array.from(activations).filter(a => Math.abs(a) >= half).length
  return `${name}: ${active.toLocaleString('en')} of ${count} active${shown}`
}

/** The activation that is shown as the strongest: 1, or the largest of neurons that have no bound. */
function scaleOf(activations: ArrayLike<number>): number {
  return Array.from(activations).reduce((most, a) => Math.max(most, Math.abs(a)), 1)
}

/** The numbers of the layers that are shown, from 0. */
export function shownLayers(layers: number): number[] {
  const all = Array.from({ length: layers }, (_, layer) => layer)
  return all.filter(layer => layers <= MOST_LAYERS || Math.min(layer, layers - 1 - layer) < MOST_LAYERS / 2)
}

interface LayerPicture {
  readonly layer: number
  readonly canvas: HTMLCanvasElement
  readonly caption: HTMLElement
}

/** The hidden layers of the network, a picture a layer and a cell a neuron: the fuller, the more active. */
export class HiddenView {
  /** The next figure after the layers. */
  readonly #next: Element
  #sizes: readonly number[] = []
  #pictures: readonly LayerPicture[] = []
  #hidden: readonly ArrayLike<number>[] | undefined

  /** @param next the element before which the layers are put */
  constructor(next: Element) {
    this.#next = next
  }

  /** Makes room for hidden layers of so many neurons. */
  shape(sizes: readonly number[]): void {
    if (`${sizes}` === `${this.#sizes}`) return
    this.#sizes = sizes
    for (const { canvas } of this.#pictures) canvas.parentElement?.remove()
    this.#pictures = shownLayers(sizes.length).map(layer => this.#add(layer))
    this.repaint()
  }

  /** @param hidden activations, a list a layer; undefined where nothing is predicted */
  show(hidden: readonly ArrayLike<number>[] | undefined): void {
    this.#hidden = hidden
    if (hidden) this.shape(hidden.map(({ length }) => length))
    this.repaint()
  }

  /** Paints the layers again, in the current colours. */
  repaint(): void {
    for (const { layer, canvas, caption } of this.#pictures) {
      const [neurons = 0, activations] = [this.#sizes[layer], this.#hidden?.[layer]]
      caption.textContent = layerCaption(layer + 1, this.#sizes.length, neurons, activations)
      paintCells(canvas, Math.min(neurons, MOST_CELLS), activations)
    }
  }

  #add(layer: number): LayerPicture {
    const canvas = element('canvas', '')
    const columns = columnsOf(Math.min(this.#sizes[layer] ?? 0, MOST_CELLS))
    const side = columns * Math.ceil(FINENESS / columns)
    canvas.width = side
    canvas.height = side
    const caption = element('figcaption', '')
    caption.id = `hidden-${layer}`
    canvas.setAttribute('role', 'img')
    canvas.setAttribute('aria-labelledby', caption.id)
    this.#next.before(element('figure', 'hidden-layer', canvas, caption))
    return { layer, canvas, caption }
  }
}

/** Columns of the square that holds so many cells. */
function columnsOf(cells: number): number {
  return Math.ceil(Math.sqrt(cells))
}

/**
 * Paints a cell a neuron, row by row: in ink, and where some are below zero in the colours of what is positive
 * and negative.
 */
function paintCells(canvas: HTMLCanvasElement, cells: number, activations?: ArrayLike<number>): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.clearRect(0, 0, canvas.width, canvas.height)
  const isSigned = Array.from(activations ?? []).some(a => a < 0)
  const track = colourOf(canvas, '--track')
  const positive = colourOf(canvas, isSigned ? '--positive' : '--ink')
  const negative = colourOf(canvas, '--negative')
  const columns = columnsOf(cells)
  const cell = canvas.width / columns
  const side = cells > MOST_WITH_GAPS ? cell : Math.round((7 / 8) * cell)
  const scale = scaleOf(activations ?? [])
  for (let i = 0; i < cells; i++) {
    const [x, y, a] = [cell * (i % columns), cell * Math.floor(i / columns), activations?.[i] ?? 0]
    context.globalAlpha = 1
    context.fillStyle = track
    context.fillRect(x, y, side, side)
    context.globalAlpha = Math.abs(a) / scale
    context.fillStyle = a < 0 ? negative : positive
    context.fillRect(x, y, side, side)
  }
}
