import type { Seed } from '@gradus/core'
import { InvalidArgumentError } from 'commander'

/** Parses a seed: an integer of at least 0 and any size, several with commas between, or `random`. */
export function parseSeed(text: string): Exclude<Seed, null> | 'random' {
  // Not null, as core has it: commander takes that for a value that is missing.
  if (text === 'random') return text
  const integers = text.split(',')
  if (!integers.every(integer => /^\s*\d+\s*$/.test(integer))) {
    throw new InvalidArgumentError(
      'Expected an integer of at least 0, several with commas between such as 1,2,3, or random.',
    )
  }
  const seeds = integers.map(toInteger)
  return seeds[1] === undefined ? (seeds[0] ?? 0) : seeds
}

/** A seed as the flag takes it. */
export function formatSeed(seed: Seed): string {
  return String(seed ?? 'random')
}

function toInteger(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}
