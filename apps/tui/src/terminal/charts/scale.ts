/** Costs that span more than this are shown by their logarithm. */
const WIDE = 20
/** Of a range that is no range, how far it is widened to both sides, of its value. */
const WIDENED = 0.05

/** How the values of an axis are laid out. */
export interface Axis {
  readonly label?: string
  /** The range, where it is not that of the data. */
  readonly from?: number
  readonly to?: number
  /** `auto` is logarithmic where the data span more than 20 x. Linear without it. */
  readonly scale?: 'linear' | 'log' | 'auto'
  /** `share` shows 0.95 as 95 %, `whole` puts ticks on whole numbers only. */
  readonly unit?: 'share' | 'whole'
}

export interface Scale {
  readonly from: number
  readonly to: number
  readonly isLog: boolean
  /** Where a value is between from (0) and to (1); NaN where it is nowhere. */
  at(value: number): number
}

/** The scale of an axis that shows all these values; undefined where there are none to show. */
export function scaleOf(axis: Axis, values: Iterable<number>): Scale | undefined {
  const range = rangeOf(values)
  const isLog =
    range.least > 0 && (axis.scale === 'log' || (axis.scale === 'auto' && range.most > WIDE * range.least))
  const from = axis.from ?? range.least
  const to = axis.to ?? range.most
  if (!(Number.isFinite(from) && Number.isFinite(to))) return undefined
  if (from < to) return isLog ? logScale(from, to) : linearScale(from, to)
  if (axis.unit === 'whole') return linearScale(from, from + 1)
  const margin = Math.abs(from) * WIDENED || 1
  const most = axis.unit === 'share' && from <= 1 ? 1 : Number.POSITIVE_INFINITY
  return linearScale(from - margin, Math.min(from + margin, most))
}

function rangeOf(values: Iterable<number>): { least: number; most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return { least, most }
}

function linearScale(from: number, to: number): Scale {
  return { from, to, isLog: false, at: value => (value - from) / (to - from) }
}

function logScale(from: number, to: number): Scale {
  const [low, high] = [Math.log(from), Math.log(to)]
  return { from, to, isLog: true, at: value => (Math.log(value) - low) / (high - low) }
}
