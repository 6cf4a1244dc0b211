/**
 * Measures a study on threads, and writes threads.md: its speed against processes that know nothing of each
 * other, the work of its coordinator, the memory of its threads, and the opening of a large store.
 *
 *     node bench/threads.ts
 */
import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Course, type Outcome, type Plan, type StudyEvent, type TrialData } from '@gradus/study'
import { runOnThreads, Store } from '@gradus/study/node'
import { conditionsNow, inWords, markdownTable, median } from '@gradus/testing/benchmarks'
import { loadImages, planOf } from './trials.ts'

const TRIALS = 8
const EPOCHS = 6
const PAIRS = 6
const THREADS = [1, 2, 4]
const LARGE = 10_000
const OPENINGS = 5

const root = await mkdtemp(join(tmpdir(), 'gradus-'))
let folders = 0

function newFolder(): string {
  return join(root, String(folders++))
}

/** The pace of a run, in seconds from its first trial on. */
interface Pace {
  readonly seconds: number
  /** Seconds that were computed on all cores. */
  readonly computed: number
}

/** A run of the study on two threads. */
interface ThreadsPace extends Pace {
  /** Seconds before the first trial. */
  readonly start: number
  /** Seconds that the main thread computed, from the very beginning. */
  readonly coordinator: number
}

async function paceOfThreads(plan: Plan, data: TrialData): Promise<ThreadsPace> {
  const store = await Store.create(newFolder(), plan)
  const main = process.threadCpuUsage()
  const start = performance.now()
  let begun: { readonly at: number; readonly usage: NodeJS.CpuUsage } | undefined
  const onEvent = ({ type }: StudyEvent): void => {
    if (type === 'begun') begun ??= { at: performance.now(), usage: process.cpuUsage() }
  }
  await runOnThreads(store, data, { threads: 2, onEvent })
  const end = performance.now()
  await store.close()
  if (!begun) throw new Error('There are trials')
  return {
    seconds: (end - begun.at) / 1000,
    computed: secondsOf(process.cpuUsage(begun.usage)),
    start: (begun.at - start) / 1000,
    coordinator: secondsOf(process.threadCpuUsage(main)),
  }
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6
}

/** The same trials in two processes. */
async function paceOfProcesses(): Promise<Pace> {
  const program = join(import.meta.dirname, 'process.ts')
  const children = [0, 1].map(first => fork(program, [first, TRIALS, EPOCHS].map(String)))
  await Promise.all(children.map(child => once(child, 'message')))
  const start = performance.now()
  const computed = await Promise.all(
    children.map(async child => {
      child.send('go')
      const [seconds] = await once(child, 'message')
      return Number(seconds)
    }),
  )
  return {
    seconds: (performance.now() - start) / 1000,
    computed: computed.reduce((sum, seconds) => sum + seconds),
  }
}

interface Pair {
  readonly threads: ThreadsPace
  readonly processes: Pace
}

/** Pairs of runs, in turn with the one or the other first. */
async function pairs(plan: Plan, data: TrialData): Promise<Pair[]> {
  const all: Pair[] = []
  for (let pair = 0; pair < PAIRS; pair++) {
    const before = pair % 2 === 0 ? await paceOfProcesses() : undefined
    const threads = await paceOfThreads(plan, data)
    const processes = before ?? (await paceOfProcesses())
    all.push({ threads, processes })
    console.log(pair, threads, processes)
  }
  return all
}

/** Memory of a study on so many threads, in MB. */
async function memoryOf(threads: number): Promise<number> {
  const program = join(import.meta.dirname, 'memory.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program, newFolder(), String(threads)])
  return Number(stdout) / 1e6
}

/** Writes a store of many trials that is over, and opens it some times. @returns the seconds of each, and those that were computed */
async function openings(plan: Plan): Promise<{ seconds: number[]; computed: number[] }> {
  const folder = newFolder()
  await (await Store.create(folder, plan)).close()
  const course = new Course(plan)
  const lines: string[] = []
  while (!course.isOver) {
    for (const job of [...course.waiting()]) {
      const outcome = outcomeOf(plan, job.trial, job.rung)
      lines.push(`${JSON.stringify({ outcome })}\n`)
      course.take(outcome)
    }
  }
  await writeFile(join(folder, 'study.jsonl'), lines.join(''), { flag: 'a' })
  const seconds: number[] = []
  const computed: number[] = []
  for (let i = 0; i < OPENINGS; i++) {
    const [start, usage] = [performance.now(), process.cpuUsage()]
    const store = await Store.open(folder)
    store.course.ranking()
    seconds.push((performance.now() - start) / 1000)
    computed.push(secondsOf(process.cpuUsage(usage)))
    await store.close()
  }
  return { seconds, computed }
}

/** An outcome as large as a real one. */
function outcomeOf({ rungs }: Plan, trial: number, rung: number): Outcome {
  const length = (rungs[rung] ?? 0) - (rungs[rung - 1] ?? 0)
  const epochs = Array.from({ length }, (_, epoch) => ({
    correct: 9000 + ((trial * 37 + epoch) % 701),
    cost: 1 / (3 + (trial % 97)),
  }))
  const sha256 = String(trial).padStart(64, 'f')
  return { trial, seed: 0, rung, sha256, epochs, seconds: 1 / (1 + trial), worker: 'thread 0' }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** The median, and the range. */
function spread(values: readonly number[], show: (value: number) => string): string {
  return `${show(median(values))} (${show(Math.min(...values))} .. ${show(Math.max(...values))})`
}

try {
  const conditions = conditionsNow()
  const data = await loadImages()
  const plan = await planOf(data, TRIALS, EPOCHS)
  const runs = await pairs(plan, data)
  const memory: number[] = []
  for (const threads of THREADS) memory.push(await memoryOf(threads))
  const [least = 0, most = 0] = [memory[0], memory.at(-1)]
  const large = await openings({ ...(await planOf(data, LARGE, 30)), rungs: [3, 10, 30] })
  const seconds = (value: number): string => `${value.toFixed(2)} s`
  const of = (figure: (pair: Pair) => number, show: (value: number) => string): string =>
    spread(runs.map(figure), show)
  const rows = [
    ['Time on two threads, from the first trial on', of(({ threads }) => threads.seconds, seconds), ''],
    ['Time of two processes', of(({ processes }) => processes.seconds, seconds), ''],
    [
      'Speed of the threads over that of the processes, in pairs',
      of(({ threads, processes }) => processes.seconds / threads.seconds, percent),
      '95 % at least',
    ],
    [
      'The same by the time that was computed, which other programs disturb less',
      of(({ threads, processes }) => processes.computed / threads.computed, percent),
      '',
    ],
    ['Time before the first trial', of(({ threads }) => threads.start, seconds), ''],
    [
      "Coordinator's share of the time of a core",
      of(({ threads }) => threads.coordinator / threads.seconds, percent),
      'below 2 %',
    ],
    [
      "Coordinator's share of the time that was computed",
      of(({ threads }) => threads.coordinator / threads.computed, percent),
      '',
    ],
    ...THREADS.map((threads, i) => [
      `Most memory of the process with ${threads} thread${threads === 1 ? '' : 's'}`,
      `${memory[i]?.toFixed(0)} MB`,
      '',
    ]),
    ['Memory of a thread beyond the data', `${((most - least) / 3).toFixed(0)} MB`, 'below 60 MB'],
    [
      `Time to open a store of ${LARGE.toLocaleString('en')} trials, and to rank them`,
      spread(large.seconds, seconds),
      'below 1 s',
    ],
    ['The same by the time that was computed', spread(large.computed, seconds), ''],
  ]
  const text = `# Studies on threads

Written by \`pnpm study:bench\` on ${inWords(conditions)}.

A study of ${TRIALS} trials of [784, 30, 10] on MNIST, ${EPOCHS} epochs each in one rung, runs on two threads; two processes
that know nothing of each other train the same trials, half of them each. The two ways take turns, ${PAIRS} times. Medians
and ranges. Times that were computed are those of all cores together.

${markdownTable(['measure', 'result', 'goal'], rows)}
`
  await writeFile(join(import.meta.dirname, 'threads.md'), text)
  console.log(text)
} finally {
  await rm(root, { recursive: true, force: true })
}
