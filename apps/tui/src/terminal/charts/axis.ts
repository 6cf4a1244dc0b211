import { formatCount } from '../format.ts'

/** Costs that span more than this are shown by their logarithm. */
const WIDE = 20
/** Share of its value by which an empty range is widened to both sides. */
const WIDENED = 0.05

/** Layout of the values of an axis. */
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
  /** Position of a value between from (0) and to (1); NaN where it has none. */
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

export interface Tick {
  readonly value: number
  readonly label: string
}

/** Labels are not longer than the smallest and the largest numbers with two digits. */
const LARGEST = 1e6
const SMALLEST = 1e-4

/** Round values of a scale, about as many as wanted. */
export function ticksOf(scale: Scale, unit: Axis['unit'], wanted: number): Tick[] {
  if (scale.isLog) return logTicks(scale, wanted)
  const least = unit === 'whole' ? 1 : 0
  const step = Math.max(least, roundStep((scale.to - scale.from) / Math.max(1, wanted)))
  const first = Math.ceil(scale.from / step - 1e-9)
  const last = Math.floor(scale.to / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const value = (first + i) * step
    return { value, label: labelOf(value, step, unit) }
  })
}

/** The next 1, 2 or 5 times a power of ten. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  const factor = [1, 2, 5].find(factor => factor * power >= step * (1 - 1e-9)) ?? 10
  return factor * power
}

function labelOf(value: number, step: number, unit: Axis['unit']): string {
  if (unit === 'share') return `${(100 * value).toFixed(decimalsOf(100 * step))} %`
  const size = Math.abs(value)
  if (size >= LARGEST || step < SMALLEST) return value === 0 ? '0' : exponential(value, step)
  return size >= 10_000 ? formatCount(value) : value.toFixed(decimalsOf(step))
}

function decimalsOf(step: number): number {
  return Math.min(9, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))
}

function exponential(value: number, step: number): string {
  const digits = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(step) + 1e-9)
  return value.toExponential(Math.min(6, Math.max(0, digits)))
}

/** Powers of ten, fewer where there are many, with 2 and 5 times them where there are few. */
function logTicks({ from, to }: Scale, wanted: number): Tick[] {
  const powers = { first: Math.floor(Math.log10(from)), last: Math.floor(Math.log10(to)) }
  const count = Math.log10(to / from)
  const factors = 3 * count <= wanted + 1 ? [1, 2, 5] : [1]
  const skip = Math.max(1, Math.ceil(count / Math.max(1, wanted)))
  const ticks: Tick[] = []
  for (let power = powers.first; power <= powers.last; power++) {
    if (power % skip !== 0) continue
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`)
      if (value < from * (1 - 1e-9) || value > to * (1 + 1e-9)) continue
      const isPlain = value >= 1e-4 && value < 1e5
      ticks.push({ value, label: isPlain ? String(value) : value.toExponential(0) })
    }
  }
  return ticks
}
