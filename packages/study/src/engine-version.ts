import {
  denseExamples,
  type EngineChoice,
  type GivenSpec,
  hyperparametersOf,
  networkOf,
  oneHot,
  sgd,
} from '@gradus/core'

/** Characters of a version. */
const LENGTH = 16

/** Examples of small runs: every input is a multiple of 1/8. */
const EXAMPLES = denseExamples(
  Array.from({ length: 24 }, (_, i) => [[(i % 5) / 8, (i % 7) / 8, (i % 3) / 4], oneHot(i % 2, 2)] as const),
)

const SMALL = {
  sizes: [3, 5, 2],
  seed: '1',
  epochs: 2,
  miniBatchSize: 5,
  eta: 0.5,
  data: { train: EXAMPLES.length },
}

/** Runs that go through every way to learn. */
const RUNS: readonly GivenSpec[] = [
  SMALL,
  {
    ...SMALL,
    precision: 'float32',
    activation: 'relu',
    output: 'softmax',
    initialiser: 'he',
    optimiser: 'nesterov',
    schedule: 'cosine',
  },
  {
    ...SMALL,
    activation: 'tanh',
    cost: 'cross-entropy',
    initialiser: 'scaled',
    optimiser: 'adam',
    l1: 0.1,
    l2: 0.5,
    dropout: { hidden: 0.25 },
  },
]

/**
 * The version of the engine by the bits that it gives: a hash of the weights of some small runs. Programs of one
 * version give every study the same outcomes.
 * @returns 16 hexadecimal digits
 */
export async function engineVersion(engine: EngineChoice = 'auto'): Promise<string> {
  const hashes: string[] = []
  for (const spec of RUNS) {
    const network = networkOf(spec)
    for await (const _event of sgd(network, EXAMPLES, { ...hyperparametersOf(spec), engine })) {
    }
    hashes.push(await network.sha256())
  }
  const bytes = new TextEncoder().encode(hashes.join())
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, LENGTH)
}
