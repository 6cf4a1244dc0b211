import type { Data } from './data.ts'

/** What a job may use. */
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

/** How to compute: by the fastest engine that runs here, and by the one that runs everywhere. Both have to give the same hashes. */
export const ENGINES = ['auto', 'reference'] as const

export type Engine = (typeof ENGINES)[number]
