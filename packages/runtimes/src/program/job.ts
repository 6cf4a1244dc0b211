import type { Data } from './data.ts'
import type { Engine } from './engines.ts'

/** What a job may use. */
export interface Input extends Data {
  readonly engine: Engine
}

/** By name: a SHA-256, or counts. */
export type Results = Readonly<Record<string, string>>

export type Job = (input: Input) => Promise<Results>
