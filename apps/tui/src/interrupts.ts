import { fstatSync, readFileSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { basename } from 'node:path'
import { exitCodeOf } from './failure.ts'

/** Traces that Linux keeps of how a program was started. */
export interface Beginnings {
  /** `/proc/PID/status` of who started it. */
  readonly parent: string
  /** `/proc/self/fdinfo/0`, if standard input is the null device. */
  readonly nullInput: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * Whether the program is to outlive its terminal: it was started with SIGHUP ignored, by nohup or a shell's
 * `trap '' HUP`. Node gives every signal its default back before it runs anything, so that traces must do:
 * what nohup puts in the place of a terminal (the null device, to be written only), a parent that ignores
 * SIGHUP, too, and the name of the command that the shell ran. Without Linux's /proc the last of them is all
 * there is.
 */
export function isHangupIgnored({ parent, nullInput, env }: Beginnings): boolean {
  const { _: command = '' } = env
  const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(parent)?.[1] ?? '0'
  const flags = /^flags:\s*([0-7]+)$/m.exec(nullInput)?.[1] ?? '0'
  // The lowest bit is signal 1, SIGHUP; the lowest two of the flags say who may read and write, and 1 is
  // O_WRONLY.
  return (
    (BigInt(`0x${ignored}`) & 1n) === 1n ||
    Number.parseInt(flags, 8) % 4 === 1 ||
    basename(command) === 'nohup'
  )
}

/** Whether this program is to outlive its terminal. */
export const outlivesTerminal =
  process.platform !== 'win32' &&
  isHangupIgnored({
    parent: textOf(`/proc/${process.ppid}/status`),
    nullInput: isNull(0) ? textOf('/proc/self/fdinfo/0') : '',
    env: process.env,
  })

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function isNull(file: number): boolean {
  try {
    return fstatSync(file).rdev === statSync('/dev/null').rdev
  } catch {
    return false
  }
}

/** The signals that ask a program to end; SIGHUP comes when its terminal is closed. */
const SIGNALS: readonly NodeJS.Signals[] = [
  ...(['SIGINT', 'SIGTERM', 'SIGQUIT'] as const),
  ...(outlivesTerminal ? [] : (['SIGHUP'] as const)),
]

/** Signals and keys that ask a program to end. */
export interface Interrupts {
  /** Takes a key for what it asks: to end. @param signal that the key stands for, if it stands for one. */
  ask(signal: NodeJS.Signals | undefined): void
  /**
   * The program has done what it was to do. It is left to the system; if it was asked to end, it waits no
   * longer for output that nobody takes.
   */
  dispose(): void
  /** The work is done, and the program goes on: the signals are left to it. */
  withdraw(): void
}

/**
 * Milliseconds in which what comes again is the same: a key bounces, and some programs signal a process, and
 * then its group too.
 */
const ECHO = 100
/** Milliseconds that a program that was asked to end gives its output. */
const PATIENCE = 1000

/**
 * Calls back at the first signal or key that asks to end. The second signal ends the process at once; a key
 * without a signal does not, since keys repeat when they are held, nor does SIGHUP: a terminal is closed only
 * once, and what ends is then still saved.
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
  const withdraw = (): void => {
    for (const signal of SIGNALS) process.off(signal, ask)
  }
  return {
    ask,
    dispose: () => {
      if (isAsked) setTimeout(() => process.exit(), PATIENCE).unref()
      else withdraw()
    },
    withdraw,
  }
}

/** Signals that end a program which does not listen to them; the last is none, but is listened to all the same. */
const ENDING = [...Object.keys(constants.signals), 'SIGUNUSED'].filter(
  (name): name is NodeJS.Signals => !['SIGTSTP', 'SIGCONT', 'SIGWINCH', 'SIGKILL', 'SIGSTOP'].includes(name),
)

/** Listeners that the drawing library adds at its first drawing, and would keep for good. */
let lent: readonly (readonly [name: NodeJS.Signals, listener: NodeJS.SignalsListener])[] = []

/**
 * Begins to draw on a terminal, with the listeners that give it back if a signal ends the program.
 * `withdrawSignals` takes them away again.
 */
export function withSignals<T>(draw: () => T): T {
  for (const [name, listener] of lent) process.on(name, listener)
  const before = new Map(ENDING.map(name => [name, process.listeners(name)]))
  const drawn = draw()
  const added = ENDING.flatMap(name =>
    process
      .listeners(name)
      .filter(listener => !before.get(name)?.includes(listener))
      .map(listener => [name, listener] as const),
  )
  lent = [...lent, ...added]
  return drawn
}

/** Takes away the listeners of drawings that are closed. */
export function withdrawSignals(): void {
  for (const [name, listener] of lent) process.off(name, listener)
}
