import { formatCount } from '../terminal/format.ts'
import { brief } from '../terminal/printable.ts'
import type { Run } from './run.ts'
import { etaWords, networkWords, seedWords } from './run-words.ts'

/** What runs may have been told differently. */
export interface Aspect {
  readonly name: string
  /** One for each run. */
  readonly values: readonly string[]
}

/** What matters most first. */
const ASPECTS: Readonly<Record<string, (run: Run) => string>> = {
  eta: etaWords,
  network: networkWords,
  seed: seedWords,
  'mini-batch': ({ options }) => formatCount(options.miniBatchSize),
  epochs: ({ options }) => formatCount(options.epochs),
  precision: ({ options }) => options.precision,
  engine: ({ options }) => options.engine,
  data: ({ data }) => (data.hash === undefined ? '-' : brief(data.hash).slice(0, 8)),
  training: ({ data }) => formatCount(data.train),
  validation: ({ data }) => (data.validation === undefined ? '-' : formatCount(data.validation)),
  test: ({ data }) => (data.test === undefined ? '-' : formatCount(data.test)),
}

/** The options of several runs: those that differ, and those that are the same in all. */
export function aspectsOf(runs: readonly Run[]): { differing: Aspect[]; common: Aspect[] } {
  const aspects = Object.entries(ASPECTS).map(([name, words]): Aspect => ({ name, values: runs.map(words) }))
  const isCommon = ({ values }: Aspect): boolean => new Set(values).size === 1
  return {
    differing: aspects.filter(aspect => !isCommon(aspect)),
    common: aspects.filter(isCommon),
  }
}
