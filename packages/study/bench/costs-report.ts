import { rungSizes } from '@gradus/study'
import { inWords, markdownTable } from '@gradus/testing/benchmarks'
import {
  amount,
  duration,
  grouped,
  hours,
  kilobytes,
  mean,
  milliseconds,
  percent,
  range,
} from './quantities.ts'
import type { JobOrder } from './schedule-simulation.ts'
import {
  type Assumptions,
  type Average,
  average,
  bytesOf,
  CORES,
  coordinatorSeconds,
  type Kind,
  kindsOf,
  STUDIES,
  scheduleOf,
  USUAL_RUNGS,
  WORKERS,
} from './trial-kinds.ts'
import type { TrialTimes } from './trial-times.ts'

const TRIALS = [10, 100, 1000, 10_000, 100_000]
const MACHINES = [1, 10, 100, 1000]
/** Epochs at the ends of one to four rungs. */
const RUNGS = [[30], [10, 30], [3, 10, 30], [1, 3, 10, 30]]
const TRIALS_A_WORKER = [1, 3, 8, 9, 20, 50, 100]
const ORDERS: readonly JobOrder[] = ['by number', 'longest first']
/** Bytes a second of a line of 1 Gbit/s. */
const LINE = 125e6

/** The page about the costs of a study. */
export function costsReport(times: TrialTimes, assumptions: Assumptions): string {
  const kinds = kindsOf(times)
  const [textbooks, sizes] = kinds
  return [
    '# The costs of a study',
    `Written by \`pnpm study:costs --write --price ${assumptions.price}\`; do not edit. Trial times were measured (\`--measure\`), the rest is simulated: seed ${assumptions.seed} gives these tables again.`,
    `${inWords(times.conditions)}. Node ${times.node}, one thread a trial, MNIST's 50,000 images to train on and 10,000 to judge by after each epoch, float64.`,
    '## Measured',
    measuredTable(kinds),
    `Seconds are those of a core. The sizes are hidden 15 .. 100 and mini-batches 8 .. 64, ${times.varied.length} trials by Sobol, and the table has the least, the mean and the most. A job has seconds besides its epochs: it reads its checkpoint, gives the engine the images, and writes the next checkpoint. To keep an outcome takes the coordinator a flush to the disk.`,
    '## Trials and machines',
    `Machines of ${CORES} cores, which do ${CORES} jobs at a time; 30 epochs in three rungs (3, 10 and 30). Utilisation is the time that the cores were at work over all their time until the end. The coordinator takes ${milliseconds(assumptions.queueSeconds)} a job for the queue and ${milliseconds(assumptions.queueSecondsAMegabyte)} a MB of its checkpoint (CPU time that was measured with Redis), and the time to keep its outcome. Money is machines x hours x ${assumptions.price}.`,
    ...kinds.flatMap(kind => [`### ${kind.name}`, machinesTable(kind, assumptions)]),
    '## Rungs',
    `${WORKERS} workers, trials of ${textbooks.name}, which all take the same time, and trials of different sizes (the mean of ${STUDIES} studies); a coordinator without delay. Utilisation, and the time to the end as a multiple of that with three rungs.`,
    rungsTable(textbooks, sizes, assumptions),
    '## Order',
    'Utilisation with three rungs and trials of different sizes: all jobs by number, and as studies do, which begin the second and the third rung with the trials that took longest in the rung before.',
    orderTable(sizes, assumptions),
    '## Coordinator, bytes and disk',
    `Workers that keep the coordinator busy all the time, by the jobs of the first rung: more of them bring nothing. Bytes are those of a checkpoint, which travel up after each job and down before each that goes on. A line of 1 Gbit/s carries ${Math.round(LINE / 1e6)} MB a second.`,
    boundsTable(kinds, assumptions),
    trafficTable(kinds),
    '',
  ].join('\n\n')
}

/** The section of docs/study.md: time and utilisation of studies of different sizes, and of large networks. */
export function costsSection(times: TrialTimes, assumptions: Assumptions): string {
  return [
    `By simulation from trial times that were measured on ${inWords(times.conditions)}; machines of ${CORES} cores, 30 epochs in three rungs, Redis. Time to the end, and utilisation of the cores:`,
    ...kindsOf(times).flatMap(kind => [`Trials of ${kind.name}:`, shortTable(kind, assumptions)]),
  ].join('\n\n')
}

function shortTable(kind: Kind, assumptions: Assumptions): string {
  const rows = TRIALS.map(trials => [
    grouped(trials),
    ...MACHINES.map(machines => {
      const { wallSeconds, utilisation } = scheduleOf(kind, trials, machines, assumptions)
      return `${duration(wallSeconds)}, ${percent(utilisation)}`
    }),
  ])
  const head = MACHINES.map(machines => `${grouped(machines)} ${machines === 1 ? 'machine' : 'machines'}`)
  return markdownTable(['trials', ...head], rows)
}

function measuredTable(kinds: readonly Kind[]): string {
  const rows = kinds.map(kind => [
    ...[kind.name, range(kind.measured.map(trial => trial.secondsAnEpoch))],
    range(kind.measured.map(trial => trial.secondsAJob)),
    `${kilobytes(bytesOf(kind))} kB`,
    milliseconds(kind.storeSeconds),
  ])
  return markdownTable(
    ['trials', 'seconds an epoch', 'seconds a job besides', 'checkpoint', 'to keep an outcome'],
    rows,
  )
}

function machinesTable(kind: Kind, assumptions: Assumptions): string {
  const rows = TRIALS.flatMap(trials =>
    MACHINES.map(machines => {
      const schedule = scheduleOf(kind, trials, machines, assumptions)
      return [
        ...[grouped(trials), grouped(machines), duration(schedule.wallSeconds)],
        ...[hours(schedule.busySeconds), percent(schedule.utilisation), percent(schedule.coordinatorShare)],
        ((machines * schedule.wallSeconds * assumptions.price) / 3600).toFixed(2),
      ]
    }),
  )
  return markdownTable(
    ['trials', 'machines', 'time', 'core hours', 'utilisation', 'coordinator at work', 'money'],
    rows,
  )
}

function rungsTable(equal: Kind, different: Kind, assumptions: Assumptions): string {
  const rows = TRIALS_A_WORKER.flatMap(perWorker =>
    [equal, different].map(kind => {
      const of = (rungs: readonly number[]): Average => average(kind, perWorker, rungs, assumptions)
      const usual = of(USUAL_RUNGS).wallSeconds
      const cells = RUNGS.map(rungs => {
        const { utilisation, wallSeconds } = of(rungs)
        return `${percent(utilisation)}, ${(wallSeconds / usual).toFixed(2)}`
      })
      return [String(perWorker), kind === equal ? 'equal' : 'different', ...cells]
    }),
  )
  return markdownTable(
    ['trials a worker', 'trial times', 'one rung', 'two rungs', 'three rungs', 'four rungs'],
    rows,
  )
}

function orderTable(kind: Kind, assumptions: Assumptions): string {
  const rows = TRIALS_A_WORKER.map(perWorker => [
    String(perWorker),
    ...ORDERS.map(order => percent(average(kind, perWorker, USUAL_RUNGS, assumptions, order).utilisation)),
  ])
  return markdownTable(['trials a worker', ...ORDERS], rows)
}

function boundsTable(kinds: readonly Kind[], assumptions: Assumptions): string {
  const rows = kinds.map(kind => {
    const seconds = mean(
      kind.measured.map(
        ({ secondsAnEpoch, secondsAJob }) => secondsAnEpoch * (USUAL_RUNGS[0] ?? 0) + secondsAJob,
      ),
    )
    const coordinator = coordinatorSeconds(kind, assumptions)
    const bytes = bytesOf(kind)
    return [
      ...[kind.name, `${seconds.toFixed(2)} s`, milliseconds(coordinator)],
      ...[grouped(Math.floor(seconds / coordinator)), grouped(Math.floor(1 / coordinator))],
      `${(bytes / coordinator / 1e6).toFixed(0)} MB/s`,
    ]
  })
  return markdownTable(
    ['trials', 'a job', 'coordinator a job', 'workers at most', 'jobs a second', 'bytes up at that rate'],
    rows,
  )
}

function trafficTable(kinds: readonly Kind[]): string {
  const rows = kinds.flatMap(kind => {
    const bytes = bytesOf(kind)
    return TRIALS.map(trials => {
      const [first = 0, ...later] = rungSizes({ trials, rungs: USUAL_RUNGS })
      const down = later.reduce((sum, size) => sum + size, 0)
      return [
        kind.name,
        grouped(trials),
        amount((first + down) * bytes),
        amount(down * bytes),
        amount(first * bytes),
      ]
    })
  })
  return markdownTable(
    ['trials', 'number', 'bytes up', 'bytes down', 'on the disk at the end of the first rung'],
    rows,
  )
}
