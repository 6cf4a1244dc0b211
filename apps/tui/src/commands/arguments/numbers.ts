import { InvalidArgumentError } from 'commander'

/** Parses a whole number of at least 1. */
export function parseCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0
  if (count < 1) throw new InvalidArgumentError('Expected a whole number of at least 1, such as 10.')
  if (Number.isSafeInteger(count)) return count
  throw new InvalidArgumentError(`Expected a whole number of at most ${Number.MAX_SAFE_INTEGER}.`)
}

/** Parses a place in a list: a whole number of at least 0. */
export function parseIndex(text: string): number {
  const index = /^\d+$/.test(text) ? Number(text) : -1
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new InvalidArgumentError('Expected a whole number of at least 0, such as 7.')
  }
  return index
}

/** Parses a learning rate: a finite number above 0, such as 3, 0.001 or 1e-3. */
export function parseEta(text: string): number {
  return parsePositive(text, 'such as 3 or 0.001')
}

/** Parses a time in seconds: a finite number above 0. */
export function parseSeconds(text: string): number {
  return parsePositive(text, 'such as 5 or 0.5')
}

function parsePositive(text: string, examples: string): number {
  const number = /^[+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(number) || number <= 0) {
    throw new InvalidArgumentError(`Expected a finite number above 0, ${examples}.`)
  }
  return number
}
