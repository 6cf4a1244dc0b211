import { constants } from 'node:os'
import { GradusError } from '@gradus/core'

/** The value of a flag or an argument that was found to be wrong after the arguments had been parsed. */
export class UsageError extends Error {
  /** Name of the flag or the argument. */
  readonly option: string
  /** The fault, and the remedy. */
  readonly problem: string

  /**
   * @param name of a flag as its help shows it, such as `--out <file>`, or of an argument, such as `<model>`;
   * a flag that takes no value, such as `--fill`, is named alone
   */
  constructor(name: string, value: string, message: string, options?: ErrorOptions) {
    const isFlag = name.startsWith('-')
    const what = isFlag ? `option '${name}' argument '${value}'` : `argument '${name}' value '${value}'`
    super(`${isFlag && !name.includes('<') ? `option '${name}'` : what} is invalid. ${message}`, options)
    this.name = 'UsageError'
    this.option = name
    this.problem = message
  }
}

/** Exit codes of the commands. */
export const EXIT = {
  done: 0,
  /** The run failed. */
  failed: 1,
  /** A flag, or its value, is wrong. */
  usage: 2,
  /** The run that was examined learns badly. */
  ill: 3,
  /** Nobody reads standard output any more: what a shell reports for a program that SIGPIPE ended. */
  brokenPipe: 128 + 13,
} as const

/** Code that a shell reports for a program ended by this signal: 130 for SIGINT, 143 for SIGTERM. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}

/**
 * Message of an error for the user. Ours are written for people; for others the name of the error helps too.
 */
export function describeError(error: unknown): string {
  return error instanceof GradusError || error instanceof UsageError ? error.message : String(error)
}
