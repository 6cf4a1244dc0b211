import { fork } from 'node:child_process'
import type { Cure } from '@gradus/doctor'
import type { Diagnosis, Examine, Examiner, FailedExamination, TimedStep } from '../examination/examine.ts'
import type { Paper } from '../history/run-curves.ts'
import type { TrainSettings } from '../run/settings.ts'
import { reportLines, type Told } from './report-lines.ts'
import { dataOptions, settingsOf } from './run-at-hand.ts'
import { cureCommand } from './train-command.ts'

/** The run that a process of its own examines. */
export interface Order {
  readonly run: TrainSettings
  /** Folder of the runs, if it is not the usual one. */
  readonly runs: string | undefined
  /** SHA-256 (hex) of the data that the run trains on. */
  readonly dataHash: string | undefined
}

/** Message of the process. */
export type Message =
  | TimedStep
  | ({ readonly type: 'report' } & Pick<Told, 'report' | 'questions' | 'seconds'>)
  | FailedExamination

/** Milliseconds in which the process ends by itself: it may be busy with loading the data. */
const PATIENCE = 2000

/** Examines runs of these settings, each in a process of its own, which leaves this one its threads and memory. */
export function examinerOf(asked: TrainSettings, runs: string | undefined): Examine {
  return (run, onNews) => {
    const settings = settingsOf(asked, run)
    const order: Order = { run: settings, runs, dataHash: run.loaded.dataHash }
    const origin = { run: settings, given: dataOptions(settings) }
    return startProcess(order, message => {
      if (message.type !== 'report') return onNews(message)
      const { report } = message
      const commandOf = (cure: Cure): string | undefined => cureCommand(cure, report, origin)
      const commands = report.causes.flatMap(({ cure }) => (cure ? (commandOf(cure) ?? []) : []))
      const lines = kept(paper => reportLines({ ...message, commandOf }, paper))
      onNews({ type: 'diagnosis', report, commands, lines })
    })
  }
}

/** Writes a text once for each paper: it takes milliseconds, and a screen is drawn again and again. */
function kept(write: (paper: Paper) => readonly string[]): Diagnosis['lines'] {
  let last: { readonly paper: Paper; readonly lines: readonly string[] } | undefined
  return paper => {
    const isSame = last?.paper.columns === paper.columns && last.paper.theme === paper.theme
    if (!last || !isSame) last = { paper, lines: write(paper) }
    return last.lines
  }
}

function startProcess(order: Order, onMessage: (message: Message) => void): Examiner {
  // Relative to the built command, where all modules are in one folder.
  const module = new URL('./doctor-process.js', import.meta.url)
  const child = fork(module, {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let isAnswered = false
  const gone = new Promise<void>(resolve => {
    const end = (reason: string): void => {
      if (!isAnswered) onMessage({ type: 'failed', message: `Its process ended too early: ${reason}.` })
      isAnswered = true
      resolve()
    }
    child.on('error', error => end(error.message))
    child.on('exit', (code, signal) => end(signal ?? `exit code ${code}`))
  })
  child.on('message', (message: Message) => {
    if (isAnswered) return
    isAnswered = message.type === 'report' || message.type === 'failed'
    // The process waits for it with its end: nothing that it sent is lost.
    if (isAnswered) child.disconnect()
    onMessage(message)
  })
  child.send(order)
  return {
    stop: async () => {
      isAnswered = true
      if (child.connected) child.disconnect()
      const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
      await gone
      clearTimeout(late)
    },
  }
}
