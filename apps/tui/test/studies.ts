import {
  completeSpec,
  denseExamples,
  type Examples,
  type GivenSpec,
  oneHot,
  RandomGenerator,
} from '@gradus/core'
import { Course, makePlan, type Outcome, type Plan, Space, type TrialData, trainJob } from '@gradus/study'
import { StudyState } from '../src/study/study-state.ts'

const CLASSES = 3

/** Points around three places of a plane, some of which lie nearer to another one. */
function pointsOf(count: number, seed: number): Examples {
  const random = new RandomGenerator(seed)
  return denseExamples(
    Array.from({ length: count }, (_, i) => {
      const angle = (2 * Math.PI * (i % CLASSES)) / CLASSES
      const at = [Math.cos(angle), Math.sin(angle)].map(x => x + 0.8 * random.standardNormal())
      return [at, oneHot(i % CLASSES, CLASSES)] as const
    }),
  )
}

/** Small data that cannot be learnt to the last example. */
const POINTS: TrialData = { train: pointsOf(150, 1), validation: pointsOf(120, 2) }

/** A plan over the points: 9 epochs, rungs 1, 3 and 9. */
export function pointsPlan(
  tried: readonly string[],
  given: Partial<Parameters<typeof makePlan>[0]> = {},
): Plan {
  const spec: GivenSpec = {
    ...{ sizes: [2, 6, CLASSES], seed: '0', epochs: 9, miniBatchSize: 10, eta: 1 },
    ...{ activation: 'relu', output: 'softmax', cost: 'log-likelihood', initialiser: 'he' },
    data: { train: POINTS.train.length, validation: POINTS.validation.length },
  }
  return makePlan({
    space: Space.parse(tried).toJSON(),
    fixed: completeSpec(spec),
    engine: 'reference',
    trials: 18,
    ...given,
  })
}

/** Trains every job of a plan, in their order. @returns the outcomes */
export async function trainAll(plan: Plan): Promise<Outcome[]> {
  const course = new Course(plan)
  const checkpoints = new Map<string, Uint8Array | undefined>()
  const outcomes: Outcome[] = []
  while (!course.isOver) {
    for (const job of [...course.waiting()]) {
      const key = `${job.trial}.${job.seed}`
      const trained = await trainJob(plan, job, checkpoints.get(key), POINTS)
      if (!trained) throw new Error('expected an outcome')
      checkpoints.set(key, trained.checkpoint)
      const outcome = { ...trained.outcome, worker: `thread ${outcomes.length % 2}` }
      outcomes.push(outcome)
      course.take(outcome)
    }
  }
  return outcomes
}

/** A study as a screen follows it. */
export interface Followed {
  readonly course: Course
  readonly state: StudyState
  /** Milliseconds of its clock, which stands still unless it is told otherwise. */
  readonly clock: { now: number }
}

/** A study after so many of its outcomes, with the two jobs at hand that come next; each job took a second. */
export function followed(
  plan: Plan,
  outcomes: readonly Outcome[],
  count = outcomes.length,
  name = 'points',
): Followed {
  const course = new Course(plan)
  const clock = { now: 0 }
  const state = new StudyState(course, { name, threads: 2, now: () => clock.now })
  for (const outcome of outcomes.slice(0, count)) {
    const { rung } = course
    const { worker = '' } = outcome
    state.take({ type: 'begun', job: outcome, worker })
    clock.now += 1000
    course.take(outcome)
    state.take({ type: 'done', outcome })
    if (course.rung > rung || course.isOver) state.take({ type: 'rung', rung })
  }
  for (const next of outcomes.slice(count, count + 2)) {
    if (next.rung !== course.rung) continue
    const { worker = '' } = next
    state.take({ type: 'begun', job: next, worker })
    clock.now += 500
    const epochs = next.epochs.slice(0, Math.ceil(next.epochs.length / 2))
    for (const [i, { correct }] of epochs.entries()) {
      const epoch = (plan.rungs[next.rung - 1] ?? 0) + i
      state.take({ type: 'epoch', job: next, worker, epoch, correct })
    }
  }
  return { course, state, clock }
}
