import type { Competitor } from './competitor.ts'
import { GRADUS } from './gradus.ts'
import { NPM } from './npm.ts'
import { NUMPY } from './numpy.ts'
import { PYTHON } from './python.ts'

export const COMPETITORS: readonly Competitor[] = [...GRADUS, ...NUMPY, ...PYTHON, ...NPM]

/** All peers that `--smoke` runs: what is cheap, and often there. */
export const SMOKE_PEERS: readonly string[] = NUMPY.map(({ name }) => name)
