import type { Data } from './data.ts'

/** Input of a job. */
export interface Input extends Data {
  readonly engine: Engine
}

/** By name: a SHA-256, or counts. */
export type Results = Readonly<Record<string, string>>

export type Job = (input: Input) => Promise<Results>

/** SHA-256, in hex, of numbers as little-endian float64. */
export async function sha256Of(numbers: readonly number[]): Promise<string> {
  const view = new DataView(new ArrayBuffer(8 * numbers.length))
  for (const [i, value] of numbers.entries()) view.setFloat64(8 * i, value, true)
  const digest = await crypto.subtle.digest('SHA-256', view.buffer)
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Engines that jobs run on: the fastest one here, and the one that runs everywhere. Both must give the same
 * hashes.
 */
export const ENGINES = ['auto', 'reference'] as const

export type Engine = (typeof ENGINES)[number]
