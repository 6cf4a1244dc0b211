import { fstatSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'

/** What tells on Linux how a program was started. */
export interface Beginnings {
  /** `/proc/PID/status` of who started it. */
  readonly parent: string
  /** `/proc/self/fdinfo/0`, if standard input is the null device. */
  readonly nullInput: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * Whether the program is to outlive its terminal: it was started with SIGHUP ignored, by nohup or a shell's `trap '' HUP`. Node gives
 * every signal its default back before it runs anything, so that traces must do: what nohup puts in the place of a terminal
 * (the null device, to be written only), a parent that ignores SIGHUP, too, and the name of the command that the shell ran.
 * Without Linux's /proc the last of them is all there is.
 */
export function isHangupIgnored({ parent, nullInput, env }: Beginnings): boolean {
  const { _: command = '' } = env
  const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(parent)?.[1] ?? '0'
  const flags = /^flags:\s*([0-7]+)$/m.exec(nullInput)?.[1] ?? '0'
  // The lowest bit is signal 1, SIGHUP; the lowest two of the flags say who may read and write, and 1 is O_WRONLY.
  return (
    (BigInt(`0x${ignored}`) & 1n) === 1n ||
    Number.parseInt(flags, 8) % 4 === 1 ||
    basename(command) === 'nohup'
  )
}

/** The same of this program, as it was started. */
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
