import { InvalidArgumentError } from 'commander'

/** Parses a whole number of at least 1. */
export function parseCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidArgumentError('Expected a whole number of at least 1, such as 10.')
  }
  return count
}

/** Parses a learning rate: a finite number above 0, such as 3, 0.001 or 1e-3. */
export function parseEta(text: string): number {
  const eta = /^[+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(eta) || eta <= 0) {
    throw new InvalidArgumentError('Expected a finite number above 0, such as 3 or 0.001.')
  }
  return eta
}
