import { exitCodeOf } from './exit-code.ts'

/** The signals that ask a program to end; SIGHUP comes when its terminal is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What was asked for so far. */
export interface Interrupts {
  /** The first signal that came. */
  readonly signal: NodeJS.Signals | undefined
  /** Leaves signals to the system again. */
  dispose(): void
}

/** Milliseconds in which a signal that comes again is the same: some programs signal a process, and then its group too. */
const ECHO = 100

/** Calls back at the first signal that asks to end, and ends the process at once at the second. */
export function watchInterrupts(onFirst: (signal: NodeJS.Signals) => void): Interrupts {
  let first: NodeJS.Signals | undefined
  let since = 0
  const listener = (signal: NodeJS.Signals): void => {
    if (first === undefined) {
      first = signal
      since = performance.now()
      onFirst(signal)
    } else if (performance.now() - since > ECHO) process.exit(exitCodeOf(signal))
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return {
    get signal() {
      return first
    },
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, listener)
    },
  }
}
