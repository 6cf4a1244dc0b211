import {
  formatCheckpoint,
  type GivenSpec,
  hyperparametersOf,
  networkOf,
  parseCheckpoint,
  type Spec,
  sgd,
} from '@gradus/core'
import {
  type Job,
  type Judged,
  networkAtEnd,
  type Plan,
  StudyError,
  type Trained,
  type TrialData,
  Trials,
  trainJob,
} from '@gradus/study'
import { beforeAll, describe, expect, test } from 'vitest'
import { fewImages, planFor, xorData } from '../test/runs.ts'

let images = xorData
beforeAll(async () => {
  images = await fewImages(120, 60)
})

const SPACE = { eta: { choices: [0.5] } } as const

/** A study of one trial in three rungs, of 1, 3 and 9 epochs. */
function planOf(data: TrialData, spec: Partial<GivenSpec>): Promise<Plan> {
  return planFor(data, { space: SPACE, trials: 1, spec: { miniBatchSize: 7, ...spec } })
}

/** The whole run of a Spec by `sgd` alone: the weights after each epoch and at the end, and its judgements. */
async function wholeRun(spec: Spec, { train, validation }: TrialData) {
  const network = networkOf(spec)
  const hashes: string[] = []
  const epochs: Judged[] = []
  for await (const event of sgd(network, train, { ...hyperparametersOf(spec), validationData: validation })) {
    if (event.type !== 'epoch' || !event.validation) continue
    hashes.push(await network.sha256())
    epochs.push({ correct: event.validation.correct, cost: event.validation.cost })
  }
  return { hashes, epochs, sha256: await network.sha256() }
}

function jobAt(rung: number): Job {
  return { trial: 0, seed: 0, rung }
}

async function trained(plan: Plan, rung: number, from: Uint8Array | undefined, data: TrialData) {
  const done = await trainJob(plan, jobAt(rung), from, data)
  if (!done) throw new Error('Nobody aborts it')
  return done
}

/** All rungs, each from the checkpoint of the one before. */
async function rungs(plan: Plan, data: TrialData): Promise<Trained[]> {
  const all: Trained[] = []
  for (const rung of plan.rungs.keys()) all.push(await trained(plan, rung, all.at(-1)?.checkpoint, data))
  return all
}

describe.each<[string, Partial<GivenSpec>]>([
  ['plain', {}],
  ['with momentum and L2', { optimiser: 'nesterov', l2: 0.5 }],
  ['with Adam and dropout', { optimiser: 'adam', eta: 0.01, dropout: { hidden: 0.25 } }],
  ['with a cosine schedule', { schedule: 'cosine', precision: 'float32' }],
  ['with a step schedule', { schedule: { name: 'step', epochs: 2, factor: 0.5 } }],
  ['with a plateau schedule', { schedule: { name: 'plateau', epochs: 1 } }],
  ['with the best epoch kept', { keep: 'best', optimiser: 'momentum' }],
  ['with softmax and other images', { output: 'softmax', activation: 'relu', augment: { shift: 1 } }],
])('a run %s', (_, given) => {
  test('from rung to rung has the bits of the straight one', async () => {
    const plan = await planOf(images, given)
    const spec = new Trials(plan).spec(jobAt(0))
    const whole = await wholeRun(spec, images)
    const all = await rungs(plan, images)
    expect(plan.rungs).toEqual([1, 3, 9])
    expect(all.map(({ outcome }) => outcome.sha256)).toEqual([whole.hashes[0], whole.hashes[2], whole.sha256])
    expect(all.map(({ outcome }) => outcome.epochs)).toEqual([
      whole.epochs.slice(0, 1),
      whole.epochs.slice(1, 3),
      whole.epochs.slice(3),
    ])
    const last = all.at(-1)?.checkpoint
    expect(last && (await (await networkAtEnd(last, images)).sha256())).toBe(whole.sha256)
  })
})

test('a run that keeps its best epoch ends with other weights than the last', async () => {
  const space = { eta: { choices: [3] } }
  const plan = await planFor(images, { space, trials: 1, spec: { miniBatchSize: 7, keep: 'best' } })
  const spec = new Trials(plan).spec(jobAt(0))
  const { hashes, sha256, epochs } = await wholeRun(spec, images)
  const best = Math.max(...epochs.map(({ correct }) => correct))
  const place = epochs.findIndex(({ correct }) => correct === best)
  expect(place).toBeLessThan(8)
  expect(hashes[place]).toBe(sha256)
})

test.each([
  ['none', () => undefined],
  ['of another rung', ([first]: readonly Uint8Array[]) => first],
  ['damaged', ([, second]: readonly Uint8Array[]) => second?.with(-9, 7)],
  ['torn', ([, second]: readonly Uint8Array[]) => second?.subarray(0, 900)],
  ['empty', () => new Uint8Array()],
])('a checkpoint that is %s: the job begins anew, with the same bits', async (_, change) => {
  const plan = await planFor(xorData, { space: SPACE, trials: 1, spec: { optimiser: 'momentum' } })
  const all = await rungs(plan, xorData)
  const checkpoints = all.flatMap(({ checkpoint }) => checkpoint ?? [])
  const { outcome, checkpoint } = await trained(plan, 2, change(checkpoints), xorData)
  expect({ ...outcome, seconds: 0 }).toEqual({ ...all[2]?.outcome, seconds: 0 })
  expect(untimed(checkpoint)).toEqual(untimed(all[2]?.checkpoint))
})

test('a checkpoint of another trial is none', async () => {
  const plan = await planFor(xorData, { space: { eta: { choices: [1, 2] } }, trials: 2 })
  const [first, second] = await Promise.all(
    [0, 1].map(trial => trainJob(plan, { trial, seed: 0, rung: 0 }, undefined, xorData)),
  )
  const job = { trial: 1, seed: 0, rung: 1 }
  const right = await trainJob(plan, job, second?.checkpoint, xorData)
  const wrong = await trainJob(plan, job, first?.checkpoint, xorData)
  expect(wrong?.outcome.sha256).toBe(right?.outcome.sha256)
})

/** A checkpoint without its times. */
function untimed(bytes: Uint8Array | undefined): unknown {
  if (!bytes) return undefined
  const { network, progress } = parseCheckpoint(bytes)
  const history = progress.history.map(record => ({ ...record, trainSeconds: 0, evaluateSeconds: 0 }))
  return { network, progress: { ...progress, history, trainSeconds: 0, evaluateSeconds: 0 } }
}

test('a run that diverges says where, with every engine, and its rung has no weights', async () => {
  const spec = { l2: 1, epochs: 27 }
  const plan = await planFor(xorData, { space: { eta: { choices: [1e60] } }, trials: 1, spec })
  const ends = await Promise.all(
    (['auto', 'reference'] as const).map(engine => trainJob(plan, jobAt(0), undefined, xorData, { engine })),
  )
  const [{ outcome, checkpoint } = { outcome: undefined, checkpoint: undefined }] = ends.flatMap(
    end => end ?? [],
  )
  expect(outcome).toMatchObject({ sha256: '', problem: expect.stringMatching(/^diverged in epoch \d$/) })
  expect(checkpoint).toBeUndefined()
  for (const end of ends) expect({ ...end?.outcome, seconds: 0 }).toEqual({ ...outcome, seconds: 0 })
})

test('a run that is aborted hands nothing back, and its job can be done again', async () => {
  const plan = await planFor(xorData, { space: SPACE, trials: 1, spec: { epochs: 90 } })
  const first = await trained(plan, 0, undefined, xorData)
  const controller = new AbortController()
  const told: number[] = []
  const onEpoch = (epoch: number): void => {
    told.push(epoch)
    if (epoch === 12) controller.abort()
  }
  const options = { signal: controller.signal, onEpoch }
  expect(await trainJob(plan, jobAt(1), first.checkpoint, xorData, options)).toBeUndefined()
  expect(told).toEqual([10, 11, 12])
  expect(await trainJob(plan, jobAt(1), first.checkpoint, xorData, options)).toBeUndefined()
  expect(told).toHaveLength(3)
  const again = await trained(plan, 1, first.checkpoint, xorData)
  const straight = await wholeRun(new Trials(plan).spec(jobAt(0)), xorData)
  expect(again.outcome.sha256).toBe(straight.hashes[29])
})

test('a checkpoint at the end of a rung is that of the run', async () => {
  const plan = await planFor(xorData, { space: SPACE, trials: 1 })
  const { checkpoint, outcome } = await trained(plan, 0, undefined, xorData)
  if (!checkpoint) throw new Error('It does not diverge')
  const { network, progress } = parseCheckpoint(checkpoint)
  expect([progress.epoch, progress.position]).toEqual([1, 0])
  expect(await network.sha256()).toBe(outcome.sha256)
  expect(formatCheckpoint({ network, progress })).toEqual(checkpoint)
})

test('the seconds of a job are its own', async () => {
  const plan = await planOf(images, {})
  const all = await rungs(plan, images)
  const total = all.reduce((sum, { outcome }) => sum + outcome.seconds, 0)
  const last = all.at(-1)?.checkpoint
  const progress = last && parseCheckpoint(last).progress
  expect(total).toBeCloseTo((progress?.trainSeconds ?? 0) + (progress?.evaluateSeconds ?? 0), 6)
})

test('other data are refused by their numbers', async () => {
  const plan = await planFor(xorData)
  const others = { train: xorData.train, validation: { ...xorData.validation, length: 2 } }
  const training = trainJob(plan, jobAt(0), undefined, others)
  await expect(training).rejects.toThrow('The data are 4 examples with hash xor, and 2 for validation')
  await expect(training).rejects.toThrow(StudyError)
})
