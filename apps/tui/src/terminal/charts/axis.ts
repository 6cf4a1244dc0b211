import { formatCount } from '../format.ts'

/** Costs that span more than this are shown by their logarithm. */
const WIDE = 20
/** Ranges below this share of their values, or of this size, are shown as one value: no label tells more. */
const NARROW = 1e-6
const SMALLEST_RANGE = 1e-100
const SMALLEST_SHARE = 1e-7
/** Share of its value by which the range of one value is widened to both sides. */
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
  const size = Math.max(Math.abs(from), Math.abs(to))
  const smallest = axis.unit === 'share' ? SMALLEST_SHARE : SMALLEST_RANGE
  const isNarrow = to - from <= Math.max(size * NARROW, smallest)
  const first = Math.floor(from)
  if (axis.unit === 'whole' && first + 1 > first && !(isLog && !isNarrow))
    return linearScale(first, Math.max(first + 1, Math.ceil(to)))
  if (!isNarrow) return isLog ? logScale(from, to) : linearScale(from, to)
  const margin = size < smallest ? 1 : size * WIDENED
  if (axis.unit === 'share' && from >= 0 && to <= 1)
    return linearScale(Math.max(0, from - margin), Math.min(1, to + margin))
  return linearScale(from - margin, to + margin)
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

/** Fewer numbers say nothing of a range. */
const FEWEST = 2

/** Round values of a scale, about as many as wanted, and at least two. */
export function ticksOf(scale: Scale, unit: Axis['unit'], wanted: number): Tick[] {
  const ticks = scale.isLog ? logTicks(scale, wanted) : []
  return ticks.length < FEWEST ? linearTicks(scale, unit, wanted) : ticks
}

/** Each step is half of the one before, so that the last one has two multiples in any range. */
const STEPS = [1, 2, 4, 8]

function linearTicks({ from, to }: Scale, unit: Axis['unit'], wanted: number): Tick[] {
  const least = unit === 'whole' ? 1 : 0
  const tries = STEPS.map(parts => {
    const step = Math.max(least, roundStep((to - from) / (parts * Math.max(1, wanted))))
    const first = Math.ceil(from / step - 1e-9)
    const last = Math.floor(to / step + 1e-9)
    return { step, first, count: last - first + 1 }
  })
  const found = tries.find(({ count }) => count >= FEWEST)
  if (!found) return []
  const { step, first, count } = found
  return Array.from({ length: count }, (_, i) => {
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
function logTicks(scale: Scale, wanted: number): Tick[] {
  const count = Math.log10(scale.to / scale.from)
  const skip = Math.max(1, Math.ceil(count / Math.max(1, wanted)))
  const powers = 3 * count <= wanted + 1 ? [] : multiplesOfPowers(scale, [1], skip)
  return powers.length < FEWEST ? multiplesOfPowers(scale, [1, 2, 5], 1) : powers
}

function multiplesOfPowers({ from, to }: Scale, factors: readonly number[], skip: number): Tick[] {
  const powers = { first: Math.floor(Math.log10(from)), last: Math.floor(Math.log10(to)) }
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
