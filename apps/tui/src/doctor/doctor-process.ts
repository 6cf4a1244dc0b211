import { availableParallelism, constants, setPriority } from 'node:os'
import { QUESTIONS, type Report } from '@gradus/doctor'
import { StudyError } from '@gradus/study'
import { trialNews } from '../examination/course.ts'
import { describeError, UsageError } from '../failure.ts'
import { reportOn, subjectOf, withLedger } from './examination.ts'
import type { Message, Order } from './examiner.ts'

/** Signals that a terminal sends to its whole job: who started this process decides for both. */
const OF_THE_JOB: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGHUP']

/** Milliseconds between two messages on the time. */
const TICK = 1000

const start = performance.now()

/** Sends a message to whoever started this process, as long as somebody listens. */
function send(message: Message): void {
  process.send?.(message, undefined, undefined, () => undefined)
}

function seconds(): number {
  return (performance.now() - start) / 1000
}

async function examineRun({ run, runs, dataHash }: Order): Promise<Report> {
  const { subject } = await subjectOf(run)
  if (subject.train.hash !== dataHash)
    throw new StudyError('data', 'The data are other ones than the run trains on: expected them unchanged.')
  return withLedger(subject, { runs, takeOver: false }, ledger =>
    reportOn(subject, ledger, run, {
      threads: Math.max(1, availableParallelism() - 1),
      onPhase: phase => send({ type: 'phase', phase, seconds: seconds() }),
      onTrial: trial => send({ ...trialNews(trial), seconds: seconds() }),
    }),
  )
}

/** Examines a run, and tells the report, or why there is none. */
async function answer(order: Order): Promise<void> {
  try {
    const report = await examineRun(order)
    send({ type: 'report', report, questions: QUESTIONS, seconds: seconds() })
  } catch (error) {
    send({ type: 'failed', message: error instanceof UsageError ? error.problem : describeError(error) })
  }
}

/** Threads that are started from now on leave the processor to others, too. */
function standBack(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // A system that does not allow it gets the examination as it is.
  }
}

for (const signal of OF_THE_JOB) process.on(signal, () => undefined)
process.on('SIGTERM', () => process.exit())
// The report is read, or nobody waits for it any more: locks are released on exit, and the ledger has what is done.
process.on('disconnect', () => process.exit())
if (!process.connected) process.exit()
standBack()
setInterval(() => send({ type: 'clock', seconds: seconds() }), TICK)
process.once('message', (order: Order) => void answer(order))
