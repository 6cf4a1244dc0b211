import { exitCodeOf } from './exit-code.ts'
import { outlivesTerminal } from './hangup.ts'

/** The signals that ask a program to end; SIGHUP comes when its terminal is closed. */
const SIGNALS: readonly NodeJS.Signals[] = [
  ...(['SIGINT', 'SIGTERM', 'SIGQUIT'] as const),
  ...(outlivesTerminal ? [] : (['SIGHUP'] as const)),
]

/** All that asks a program to end, until it does. */
export interface Interrupts {
  /** Takes a key for what it asks: to end. @param signal that the key stands for, if it stands for one. */
  ask(signal: NodeJS.Signals | undefined): void
  /** The program has done what it was to do. It is left to the system; if it was asked to end, it waits no longer for output that nobody takes. */
  dispose(): void
}

/**
 * Milliseconds in which what comes again is the same: a key bounces, and some programs signal a process, and then its group too.
 */
const ECHO = 100
/** Milliseconds that a program that was asked to end gives its output. */
const PATIENCE = 1000

/**
 * Calls back at the first signal or key that asks to end. The second signal ends the process at once; a key without a signal does not,
 * since keys repeat when they are held, nor does SIGHUP: a terminal is closed only once, and what ends is then still saved.
 */
export function watchInterrupts(onSignal: (signal: NodeJS.Signals) => void, onKey?: () => void): Interrupts {
  let isAsked = false
  let last = Number.NEGATIVE_INFINITY
  const ask = (signal: NodeJS.Signals | undefined): void => {
    const isEcho = performance.now() - last < ECHO
    last = performance.now()
    if (!isAsked) {
      isAsked = true
      if (signal === undefined) onKey?.()
      else onSignal(signal)
    } else if (signal !== undefined && signal !== 'SIGHUP' && !isEcho) process.exit(exitCodeOf(signal))
  }
  for (const signal of SIGNALS) process.on(signal, ask)
  return {
    ask,
    dispose: () => {
      if (isAsked) setTimeout(() => process.exit(), PATIENCE).unref()
      else for (const signal of SIGNALS) process.off(signal, ask)
    },
  }
}
