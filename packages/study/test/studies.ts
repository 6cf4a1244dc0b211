import { completeSpec, denseExamples, type GivenSpec, oneHot } from '@gradus/core'
import { type GivenPlan, makePlan, type Outcome, type Plan, type TrialData } from '@gradus/study'

/** Points of the plane, and whether they lie in the first and third quadrant or in the others. */
function quadrants(count: number, from: number): TrialData['train'] {
  const pairs = Array.from({ length: count }, (_, k) => {
    const i = from + k
    const [x, y] = [((i * 37) % 101) / 101, ((i * 61) % 89) / 89]
    return [[x, y], oneHot(x > 0.5 === y > 0.5 ? 1 : 0, 2)] as const
  })
  return { ...denseExamples(pairs), hash: `quadrants ${count} from ${from}` }
}

/** A problem like XOR, which a small network learns within some epochs. */
const QUADRANTS: TrialData = { train: quadrants(120, 0), validation: quadrants(60, 1000) }

/** A Spec of a small network for it. */
export const SMALL: GivenSpec = {
  sizes: [2, 6, 2],
  seed: '3',
  epochs: 9,
  miniBatchSize: 4,
  eta: 3,
  data: { hash: QUADRANTS.train.hash, train: 120, validation: 60 },
}

/** A plan of small trials. */
export function smallPlan(given: Partial<GivenPlan> = {}, spec: Partial<GivenSpec> = {}): Plan {
  return makePlan({
    space: { eta: { log: [0.01, 30] } },
    fixed: completeSpec({ ...SMALL, ...spec }),
    engine: 'test',
    trials: 9,
    ...given,
  })
}

/** An outcome with so many correct predictions after each epoch of its rung. */
export function outcomeOf(plan: Plan, trial: number, rung: number, correct: number, seed = 0): Outcome {
  const span = (plan.rungs[rung] ?? 0) - (plan.rungs[rung - 1] ?? 0)
  const epochs = Array.from({ length: span }, () => ({ correct, cost: 0.5 }))
  return { trial, seed, rung, sha256: `${trial}.${seed}.${rung}:${correct}`, epochs, seconds: 1, worker: 'a' }
}
