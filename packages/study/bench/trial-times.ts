import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { completeSpec, type Spec } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'
import { engineVersion, type Job, makePlan, type Plan, type TrialData, Trials, trainJob } from '@gradus/study'
import { Store } from '@gradus/study/node'
import { type Conditions, conditionsNow, median } from '@gradus/testing/benchmarks'
import { inFolder } from '@gradus/testing/folders'

/** A trial of MNIST's 50,000 images, judged after each epoch on 10,000. */
export interface MeasuredTrial {
  /** Neurons a layer. */
  readonly sizes: readonly number[]
  readonly miniBatchSize: number
  /** Seconds of a core for an epoch and its evaluation. */
  readonly secondsAnEpoch: number
  /** Seconds of a core for a job besides its epochs: reading the checkpoint, and making the next one. */
  readonly secondsAJob: number
  /** Bytes of the checkpoint that it ends with. */
  readonly checkpointBytes: number
}

/** A trial of a network of one size, and the time that its outcomes take to be kept. */
interface MeasuredNetwork extends MeasuredTrial {
  /** Seconds of the clock to keep an outcome with its checkpoint, flushed to the disk. */
  readonly storeSeconds: number
}

/** All that was measured for the simulation. */
export interface TrialTimes {
  readonly conditions: Conditions
  /** Version of Node. */
  readonly node: string
  /** The textbook's network, [784, 30, 10]. */
  readonly textbook: MeasuredNetwork
  /** A larger one, [784, 800, 10]. */
  readonly larger: MeasuredNetwork
  /** Trials of a space over sizes and mini-batches. */
  readonly varied: readonly MeasuredTrial[]
}

/** The space over sizes and mini-batches. */
const SPACE = { hidden: { whole: [15, 100] }, miniBatchSize: { whole: [8, 64] } } as const
const VARIED_TRIALS = 32
const TURNS = 3
const OUTCOMES = 20
const FILE = join(import.meta.dirname, 'trial-times.json')

/** The figures that are kept beside this file. */
export async function readTrialTimes(): Promise<TrialTimes> {
  return JSON.parse(await readFile(FILE, 'utf8'))
}

/** Measures trials on this machine, one after the other, in about a minute, and keeps the figures. */
export async function measureTrialTimes(): Promise<TrialTimes> {
  const conditions = conditionsNow()
  const { train, validation } = await loadMnist()
  if (!validation) throw new Error('MNIST came without validation data.')
  const data = { train, validation }
  const planOf = async (hidden: number, trials: number): Promise<Plan> => {
    const fixed = specOf(hidden, data)
    const space = trials === 1 ? { eta: { choices: [fixed.eta] } } : SPACE
    return makePlan({ space, fixed, engine: await engineVersion(), trials })
  }
  await measured(await planOf(30, 1), 0, data)
  const varied: MeasuredTrial[] = []
  const plan = await planOf(30, VARIED_TRIALS)
  for (let trial = 0; trial < VARIED_TRIALS; trial++) varied.push(await measured(plan, trial, data))
  const network = async (hidden: number): Promise<MeasuredNetwork> => {
    const trial = await measured(await planOf(hidden, 1), 0, data)
    return { ...trial, storeSeconds: await measuredStore(trial.checkpointBytes) }
  }
  const node = process.versions.node
  const times = { conditions, node, textbook: await network(30), larger: await network(800), varied }
  await writeFile(FILE, `${JSON.stringify(times, undefined, 2)}\n`)
  return times
}

/** Nine epochs, of which the first and the third end a rung. */
function specOf(hidden: number, { train, validation }: TrialData): Spec {
  return completeSpec({
    ...{ sizes: [784, hidden, 10], seed: '0', epochs: 9, miniBatchSize: 10, eta: 3 },
    data: { hash: train.hash, train: train.length, validation: validation.length },
  })
}

/**
 * Times the second rung of a trial, which goes on from a checkpoint, by the CPU time of this thread, since others
 * may be at work on the machine: the least of several turns.
 */
async function measured(plan: Plan, trial: number, data: TrialData): Promise<MeasuredTrial> {
  const job = (rung: number): Job => ({ trial, seed: 0, rung })
  const first = await trainJob(plan, job(0), undefined, data)
  let [secondsAnEpoch, seconds, epochs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0]
  let checkpointBytes = 0
  for (let turn = 0; turn < TURNS; turn++) {
    const ends: number[] = []
    const start = cpuSeconds()
    const second = await trainJob(plan, job(1), first?.checkpoint, data, {
      onEpoch: () => ends.push(cpuSeconds()),
    })
    seconds = Math.min(seconds, cpuSeconds() - start)
    secondsAnEpoch = Math.min(secondsAnEpoch, ...ends.slice(1).map((end, i) => end - (ends[i] ?? 0)))
    epochs = ends.length
    checkpointBytes = second?.checkpoint?.length ?? 0
  }
  const { sizes, miniBatchSize } = new Trials(plan).spec({ trial, seed: 0 })
  return {
    ...{ sizes, miniBatchSize, secondsAnEpoch: rounded(secondsAnEpoch), checkpointBytes },
    secondsAJob: rounded(Math.max(0, seconds - epochs * secondsAnEpoch)),
  }
}

/** Median of the seconds of the clock to keep an outcome with a checkpoint of so many bytes. */
function measuredStore(bytes: number): Promise<number> {
  const data = { train: 1, validation: 1 }
  const fixed = completeSpec({ sizes: [1, 1], seed: '0', epochs: 1, miniBatchSize: 1, eta: 1, data })
  const plan = makePlan({ space: { eta: { log: [1, 2] } }, fixed, engine: '0', trials: OUTCOMES + 1 })
  return inFolder(async folder => {
    const store = await Store.create(join(folder, 'study'), plan)
    const checkpoint = new Uint8Array(bytes)
    const epochs = [{ correct: 1, cost: 1 }]
    const seconds: number[] = []
    for (let trial = 0; trial < OUTCOMES; trial++) {
      const start = performance.now()
      await store.put({ trial, seed: 0, rung: 0, sha256: '0', epochs, seconds: 1 }, checkpoint)
      seconds.push((performance.now() - start) / 1000)
    }
    await store.close()
    return rounded(median(seconds))
  })
}

/** CPU time of this thread so far. */
function cpuSeconds(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1e6
}

/** Seconds to four digits after the point. */
function rounded(seconds: number): number {
  return Number(seconds.toFixed(4))
}
