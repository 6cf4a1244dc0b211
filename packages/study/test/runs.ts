import { completeSpec, denseExamples, type Examples, examplesAt, type GivenSpec, oneHot } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'
import {
  Course,
  engineVersion,
  type GivenPlan,
  makePlan,
  type Plan,
  type Trained,
  type TrialData,
  trainJob,
} from '@gradus/study'

const xor = denseExamples([
  [[0, 0], oneHot(0, 2)],
  [[0, 1], oneHot(1, 2)],
  [[1, 0], oneHot(1, 2)],
  [[1, 1], oneHot(0, 2)],
])

/** Four examples, to train on and to judge by. */
export const xorData: TrialData = { train: { ...xor, hash: 'xor' }, validation: xor }

/** A Spec for data, whose epochs are over in no time. */
export function specFor({ train, validation }: TrialData, given: Partial<GivenSpec> = {}) {
  const { length, inputSize, outputSize, hash } = train
  return completeSpec({
    sizes: [inputSize, 4, outputSize],
    ...{ seed: '1', epochs: 9, miniBatchSize: 2, eta: 1 },
    ...given,
    data: { train: length, validation: validation.length, ...(hash !== undefined && { hash }) },
  })
}

/** A study of nine trials in three rungs, of 1, 3 and 9 epochs unless the Spec says more. */
export async function planFor(
  data: TrialData,
  { spec, ...given }: Partial<GivenPlan> & { readonly spec?: Partial<GivenSpec> } = {},
): Promise<Plan> {
  return makePlan({
    space: { eta: { log: [0.1, 10] }, hidden: { choices: [[3], [5], [4, 3]] } },
    fixed: specFor(data, spec),
    trials: 9,
    engine: await engineVersion(),
    ...given,
  })
}

/** Some images of each part of MNIST. */
export async function fewImages(train = 300, validation = 100): Promise<TrialData> {
  const mnist = await loadMnist()
  if (!mnist.validation) throw new Error('MNIST has validation data')
  return { train: first(mnist.train, train), validation: first(mnist.validation, validation) }
}

function first(examples: Examples, count: number): Examples {
  const part = examplesAt(
    examples,
    Uint32Array.from({ length: count }, (_, i) => i),
  )
  return { ...part, hash: `the first ${count} of ${examples.hash}` }
}

/** The whole study, a job after the other. */
export async function straight(plan: Plan, data: TrialData): Promise<Course> {
  const course = new Course(plan)
  const checkpoints = new Map<string, Trained['checkpoint']>()
  while (!course.isOver) {
    for (const job of [...course.waiting()]) {
      const { trial, seed } = job
      const trained = await trainJob(plan, job, checkpoints.get(`${trial}.${seed}`), data)
      if (!trained) throw new Error('Nobody aborts it')
      checkpoints.set(`${trial}.${seed}`, trained.checkpoint)
      course.take(trained.outcome)
    }
  }
  return course
}
