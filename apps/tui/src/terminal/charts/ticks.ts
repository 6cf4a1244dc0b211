import { formatCount } from '../format.ts'
import type { Axis, Scale } from './scale.ts'

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
