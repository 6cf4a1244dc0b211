import { constants } from 'node:os'

/** What the command's exit code says. */
export const EXIT = {
  done: 0,
  /** The run failed. */
  failed: 1,
  /** A flag, or its value, is wrong. */
  usage: 2,
  /** Nobody reads standard output any more: what a shell reports for a program that SIGPIPE ended. */
  brokenPipe: 128 + 13,
} as const

/** What a shell reports for a program that this signal ended: 130 for SIGINT, 143 for SIGTERM. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}
