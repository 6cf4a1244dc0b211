/** A share as a percentage, "98 %". Only a share of 1 is called 100 %, and only one of 0 is called 0 %. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100)
  if (rounded === 100 && share < 1) return `${Math.floor(share * 1000) / 10} %`
  if (rounded === 0 && share > 0) return 'under 1 %'
  return `${rounded} %`
}

/** A number in two digits, or as a whole number: 0.45, 12, 255, 0.0031, 3.1e-23. */
export function figure(value: number): string {
  if (value === 0) return '0'
  if (Math.abs(value) < 1e-3) return value.toExponential(1).replace('.0e', 'e')
  return String(rounded(value))
}

/** A number as a figure states it. */
export function rounded(value: number): number {
  return Math.abs(value) < 100 ? Number(value.toPrecision(2)) : Math.round(value)
}

/** Items that are named; the rest are only counted, so that a sentence is read at a glance. */
const MOST_NAMED = 10

/** A list in words: "3", "3 and 6", "0, 3 and 6"; a long one ends in "11 and 28 more". */
export function enumerate(items: readonly (number | string)[]): string {
  if (items.length > MOST_NAMED) {
    return `${items.slice(0, MOST_NAMED).join(', ')} and ${items.length - MOST_NAMED} more`
  }
  const last = items.at(-1) ?? ''
  return items.length < 2 ? String(last) : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** A number with its noun: "1 epoch", "2 epochs", "50,000 mini-batches". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`
}

/** The text with a capital letter in front. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
