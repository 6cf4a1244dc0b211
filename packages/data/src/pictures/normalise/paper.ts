import type { GreyPicture } from '../picture.ts'

/**
 * A grey value as a level: 2 * value - 255, so that inverting the picture negates every level. All that
 * is computed from levels is then negated exactly too, and both polarities give the same bytes.
 */
export function levelAt({ width, data }: GreyPicture, x: number, y: number): number {
  return 2 * (data[y * width + x] ?? 0) - 255
}

/** The background: a level that may rise evenly across the picture, and its noise. */
export interface Paper {
  /** Level at column 0, row 0. */
  readonly origin: number
  /** Rise of the level a column. */
  readonly across: number
  /** Rise of the level a row. */
  readonly down: number
  /** Standard deviation of the levels around that plane. */
  readonly noise: number
}

/** The standard deviation of normal noise is this many times the median of its absolute values. */
const DEVIATIONS_A_MEDIAN = 1.4826

/**
 * Estimates the background from the outermost pixels, by medians: ink may touch up to half of each
 * side. A slope is assumed only if it halves the spread at least, else one level serves all.
 */
export function estimatePaper(picture: GreyPicture): Paper {
  const edges = edgesOf(picture)
  const flat = fit(edges, 0, 0)
  const { width, height } = picture
  const across = width > 1 ? (medianLevel(edges.right) - medianLevel(edges.left)) / (width - 1) : 0
  const down = height > 1 ? (medianLevel(edges.bottom) - medianLevel(edges.top)) / (height - 1) : 0
  const sloped = fit(edges, across, down)
  return sloped.noise < flat.noise / 2 ? sloped : flat
}

/** One pixel at the edge. */
interface EdgePixel {
  readonly x: number
  readonly y: number
  readonly level: number
}

type Edges = Readonly<Record<'left' | 'right' | 'top' | 'bottom', readonly EdgePixel[]>>

function edgesOf(picture: GreyPicture): Edges {
  const { width, height } = picture
  const pixel = (x: number, y: number): EdgePixel => ({ x, y, level: levelAt(picture, x, y) })
  return {
    left: Array.from({ length: height }, (_, y) => pixel(0, y)),
    right: Array.from({ length: height }, (_, y) => pixel(width - 1, y)),
    top: Array.from({ length: width }, (_, x) => pixel(x, 0)),
    bottom: Array.from({ length: width }, (_, x) => pixel(x, height - 1)),
  }
}

function fit(edges: Edges, across: number, down: number): Paper {
  const levels = Object.values(edges).flatMap(edge =>
    edge.map(({ x, y, level }) => level - across * x - down * y),
  )
  const origin = median(levels)
  const noise = DEVIATIONS_A_MEDIAN * median(levels.map(level => Math.abs(level - origin)))
  return { origin, across, down, noise }
}

function medianLevel(edge: readonly EdgePixel[]): number {
  return median(edge.map(({ level }) => level))
}

/** The middle value, or the mean of the middle two: negating all values negates it. */
function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const upper = sorted[sorted.length >> 1] ?? 0
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0
  return (lower + upper) / 2
}
