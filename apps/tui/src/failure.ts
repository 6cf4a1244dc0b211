import { GradusError } from '@gradus/core'
import { EXIT } from './exit-code.ts'
import { tell } from './terminal/output.ts'
import { UsageError } from './usage-error.ts'

/** What to tell the user of an error: ours are written for people, of others the kind helps too. */
export function describeError(error: unknown): string {
  return error instanceof GradusError || error instanceof UsageError ? error.message : String(error)
}

/** Tells of a failure on standard error. */
export function reportFailure(error: unknown): void {
  tell(`error: ${describeError(error)}`)
}

/** The exit code of some work, whose failure is reported. @throws UsageError if a flag or an argument is to blame */
export async function exitCodeOfWork(work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UsageError) throw error
    reportFailure(error)
    return EXIT.failed
  }
}
