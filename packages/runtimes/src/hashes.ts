import hashes from '../data/hashes.json' with { type: 'json' }
import type { Suite } from './program/program.ts'

/** Results of every engine on every runtime, by suite and job. */
export const HASHES: Readonly<Record<Suite, Readonly<Record<string, string>>>> = hashes
