import { EXIT } from './exit-code.ts'

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
    if (exitCode === EXIT.failed)
      process.stderr.write(`error: cannot write standard output: ${error.message}\n`)
    if (listener) listener(exitCode)
    else process.exitCode = exitCode
  })
}

/** Writes a text to standard output, at its reader's pace. Fulfilled with whether somebody goes on reading. */
export function print(text: string): Promise<boolean> {
  return new Promise(resolve => {
    process.stdout.write(text, error => resolve(!error))
  })
}
