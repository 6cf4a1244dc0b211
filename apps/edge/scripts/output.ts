import { printable } from '@gradus/core/node'

/** Prints a line: what comes from elsewhere, such as a path, gets printable here. */
export function print(line: string): void {
  process.stdout.write(`${printable(line)}\n`)
}

/** The same on standard error. */
export function warn(line: string): void {
  process.stderr.write(`${printable(line)}\n`)
}

/** Tells why a script ends, and lets it exit with this code. */
export function fail(error: unknown, code = 1): void {
  warn(`error: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = code
}
