import { EXIT } from '../exit-code.ts'
import { printable, printableJson, printablePainted } from './printable.ts'

/** Calls back when nobody reads standard output any more, or it cannot be written (a full disk). */
export type BrokenOutputListener = (exitCode: number) => void

let listener: BrokenOutputListener | undefined

/** Says who wants to know that standard output broke, from now on. */
export function onBrokenOutput(callback: BrokenOutputListener | undefined): void {
  listener = callback
}

/**
 * Makes broken output end a program quietly instead of with a stack: a closed pipe (`| head -1`) is no error, a full
 * disk is told once. What cannot be written to standard error has nobody to be told to.
 */
export function guardOutput(): void {
  let broken = false
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (broken) return
    broken = true
    const exitCode = error.code === 'EPIPE' ? EXIT.brokenPipe : EXIT.failed
    if (exitCode === EXIT.failed) tell(`error: cannot write standard output: ${error.message}`)
    if (listener) listener(exitCode)
    else process.exitCode = exitCode
  })
}

/** Writes a line to standard error: whatever comes from elsewhere gets printable here. */
export function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`)
}

/** Writes lines to standard output, printable, at the reader's pace. Fulfilled with whether somebody goes on reading. */
export function print(lines: readonly string[]): Promise<boolean> {
  return write(lines.map(printable))
}

/** The same for lines that have our colours. */
export function printPainted(lines: readonly string[]): Promise<boolean> {
  return write(lines.map(printablePainted))
}

/** The same for values, as JSON: a line each. */
export function printJson(values: readonly object[]): Promise<boolean> {
  return write(values.map(printableJson))
}

function write(lines: readonly string[]): Promise<boolean> {
  return new Promise(resolve => {
    process.stdout.write(lines.map(line => `${line}\n`).join(''), error => resolve(!error))
  })
}
