/** The mean of numbers. */
export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

/** One number, or the least, the mean and the most of several, to two digits. */
export function range(numbers: readonly number[]): string {
  const digits = (number: number): string => number.toPrecision(2)
  if (numbers.length === 1) return digits(mean(numbers))
  return `${digits(Math.min(...numbers))} .. ${digits(mean(numbers))} .. ${digits(Math.max(...numbers))}`
}

/** A share as a percentage. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

/** A number with commas between thousands. */
export function grouped(number: number): string {
  return number.toLocaleString('en')
}

/** Seconds in milliseconds. */
export function milliseconds(seconds: number): string {
  return `${(1000 * seconds).toFixed(1)} ms`
}

/** Bytes in kB. */
export function kilobytes(bytes: number): string {
  return grouped(Math.round(bytes / 1000))
}

/** Bytes in MB or GB. */
export function amount(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

/** Seconds in hours. */
export function hours(seconds: number): string {
  const number = seconds / 3600
  return number < 100 ? number.toPrecision(2) : grouped(Math.round(number))
}

/** A duration in seconds, minutes, hours or days. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(0)} s`
  if (seconds < 6000) return `${(seconds / 60).toFixed(0)} min`
  if (seconds < 360_000) return `${(seconds / 3600).toFixed(1)} h`
  return `${(seconds / 86_400).toFixed(1)} days`
}
