import {
  completeSpec,
  type DenseExamples,
  denseExamples,
  type GivenSpec,
  oneHot,
  RandomGenerator,
} from '@gradus/core'
import type { Subject } from '@gradus/doctor'

/** Points of the plane, and whether they lie in the first and third quadrant or in the others: like XOR. */
function quadrants(count: number, from: number): DenseExamples {
  const pairs = Array.from({ length: count }, (_, k) => {
    const i = from + k
    const [x, y] = [((i * 37) % 101) / 101, ((i * 61) % 89) / 89]
    return [[x, y], oneHot(x > 0.5 === y > 0.5 ? 1 : 0, 2)] as const
  })
  return { ...denseExamples(pairs), hash: `quadrants ${count} from ${from}` }
}

const TRAIN = quadrants(300, 0)
const VALIDATION = quadrants(300, 1000)

/** A run of a small network on points of the plane. It is healthy, unless something is given. */
export function quadrantsRun(given: Partial<GivenSpec> = {}, train = TRAIN): Subject {
  const { length, hash } = train
  const spec = completeSpec({
    ...{ sizes: [2, 12, 2], initialiser: 'scaled', cost: 'cross-entropy' },
    ...{ seed: '1', epochs: 20, miniBatchSize: 5, eta: 1 },
    ...given,
    data: { hash, train: length, validation: VALIDATION.length },
  })
  return { spec, train, validation: VALIDATION }
}

/** The same points, with labels by chance. */
export function withOtherLabels(): DenseExamples {
  const labels = new RandomGenerator(3)
  const y = Float64Array.from({ length: TRAIN.y.length }, () => 0)
  for (let i = 0; i < TRAIN.length; i++) y[2 * i + labels.interval(1)] = 1
  return { ...TRAIN, y, hash: 'labels by chance' }
}
