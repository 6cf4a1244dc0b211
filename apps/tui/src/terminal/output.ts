import { fstatSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { describeError, EXIT, exitCodeOf, UsageError } from '../failure.ts'
import { outlivesTerminal } from '../interrupts.ts'
import { printable, printableJson, printablePainted } from './printable.ts'

/** Calls back when nobody reads standard output any more, or it cannot be written (a full disk). */
export type BrokenOutputListener = (exitCode: number) => void

/**
 * Columns and rows that are drawn at most, of a terminal that says it has more, and those of one that does
 * not know.
 */
const LARGEST = { columns: 600, rows: 200 }
const USUAL = { columns: 80, rows: 24 }
/** Milliseconds that a terminal gets to take the last of what is drawn on it. */
const PATIENCE = 500

let listener: BrokenOutputListener | undefined

/** Says who wants to know that standard output broke, from now on. */
export function onBrokenOutput(callback: BrokenOutputListener | undefined): void {
  listener = callback
}

/**
 * Makes broken output end a program quietly instead of with a stack: a closed pipe (`| head -1`) is no error,
 * a closed terminal is a hangup, a full disk is told once. What cannot be written to standard error has
 * nobody to be told to. Of terminals it makes outputs that never stop the program, of a size that can be
 * drawn. @returns what makes the outputs again what they were
 */
export function guardOutput(): () => void {
  let broken = false
  const undos = [process.stdout, process.stderr]
    .filter(({ isTTY }) => isTTY)
    .flatMap(stream => [unblock(stream), bound(stream)])
  const ignore = (): void => undefined
  const onError = (error: NodeJS.ErrnoException): void => {
    if (broken) return
    broken = true
    const isClosed = error.code === 'EIO' && process.stdout.isTTY
    if (isClosed && outlivesTerminal) return
    const exitCode = isClosed ? exitCodeOf('SIGHUP') : error.code === 'EPIPE' ? EXIT.brokenPipe : EXIT.failed
    if (exitCode === EXIT.failed) tell(`error: cannot write standard output: ${error.message}`)
    if (listener) listener(exitCode)
    else process.exitCode = exitCode
  }
  process.stderr.on('error', ignore)
  process.stdout.on('error', onError)
  return () => {
    process.stderr.off('error', ignore)
    process.stdout.off('error', onError)
    for (const undo of undos) undo()
  }
}

/** Writes a line to standard error: whatever comes from elsewhere gets printable here. */
export function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`)
}

/**
 * Writes lines to standard output, printable, at the reader's pace. Fulfilled with whether somebody goes on
 * reading.
 */
export function print(lines: readonly string[]): Promise<boolean> {
  return write(lines.map(printable))
}

/** Writes lines that have our colours. */
export function printPainted(lines: readonly string[]): Promise<boolean> {
  return write(lines.map(printablePainted))
}

/** Writes values as JSON, a line each. */
export function printJson(values: readonly object[]): Promise<boolean> {
  return write(values.map(printableJson))
}

function write(lines: readonly string[]): Promise<boolean> {
  return new Promise(resolve => {
    process.stdout.write(lines.map(line => `${line}\n`).join(''), error => resolve(!error))
  })
}

/** A stream that tells how much of what was written to it is not taken yet. */
export type Output = NodeJS.WritableStream & { readonly writableLength: number; readonly isTTY?: boolean }

/** Bytes that wait in memory for who reads them, about. */
const MOST_WAITING = 2 ** 18

/** Whether what is to be written has to wait until a reader has taken what there is. Nothing waits for a terminal. */
export function waitsForReader(output: Output): boolean {
  return !output.isTTY && output.writableLength > MOST_WAITING
}

/** Whether a terminal has left so much that what is only progress is not to be written. */
export function isOverfull(output: Output): boolean {
  return output.isTTY === true && output.writableLength > MOST_WAITING
}

/** Whether there is no sense in drawing on a terminal: it has not taken the last frame yet. */
export function isBehind({ writableLength }: Output): boolean {
  return writableLength > 0
}

/** Fulfilled when some drawing is done, or its terminal takes nothing. */
export async function patiently(drawing: Promise<unknown>): Promise<void> {
  await Promise.race([drawing, delay(PATIENCE, undefined, { ref: false })])
}

/**
 * Makes what a terminal does not take (a stalled ssh, Ctrl-S) wait in memory. Node would wait for the
 * terminal instead, and hear no signal meanwhile; its handle has the switch, and no other way to it. A
 * terminal of another user (sudo) is left as it is: it cannot be opened anew, and the switch would be that of
 * all the programs on it. @returns what turns the switch back
 */
function unblock(stream: NodeJS.WriteStream & { readonly fd: number }): () => void {
  const user = process.geteuid?.()
  const isOfOther = user === undefined || (user !== 0 && user !== fstatSync(stream.fd).uid)
  const handle: unknown = isOfOther ? undefined : Reflect.get(stream, '_handle')
  if (typeof handle !== 'object' || handle === null) return () => undefined
  const setBlocking: unknown = Reflect.get(handle, 'setBlocking')
  if (typeof setBlocking !== 'function') return () => undefined
  Reflect.apply(setBlocking, handle, [false])
  return () => Reflect.apply(setBlocking, handle, [true])
}

/**
 * Keeps the size that a terminal tells, now and later, where something can be drawn. @returns what gives it
 * back the size that it tells
 */
function bound(stream: NodeJS.WriteStream): () => void {
  const undos = (['columns', 'rows'] as const).map(side => {
    let told = stream[side]
    Object.defineProperty(stream, side, {
      configurable: true,
      get: () => Math.min(told || USUAL[side], LARGEST[side]),
      set: (size: number) => {
        told = size
      },
    })
    return () => {
      Object.defineProperty(stream, side, { value: told, writable: true })
    }
  })
  return () => {
    for (const undo of undos) undo()
  }
}

/** Columns that a text on standard output may fill. */
export function columnsOfOutput(): number {
  return process.stdout.columns || 80
}

/** Whether the terminal can show more than ASCII: where the locale says so, and on Windows. */
export function showsUnicode(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return true
  const { LC_ALL, LC_CTYPE, LANG } = env
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}

/** Facts that decide how a run is shown. */
interface Surroundings {
  readonly json: boolean
  readonly stdoutIsTerminal: boolean
  readonly stderrIsTerminal: boolean
  readonly env: NodeJS.ProcessEnv
}

/**
 * Stream that gets the progress bar: the terminal that shows the transcript, else the one that shows standard
 * error. Nowhere in CI, on a terminal that cannot move its cursor, and between JSON lines on a terminal.
 */
export function placeOfBar(surroundings: Surroundings): 'stdout' | 'stderr' | undefined {
  const { json, stdoutIsTerminal, stderrIsTerminal, env } = surroundings
  const { CI, TERM } = env
  if (TERM === 'dumb' || (CI !== undefined && !['', '0', 'false'].includes(CI))) return undefined
  if (stdoutIsTerminal) return json ? undefined : 'stdout'
  return stderrIsTerminal ? 'stderr' : undefined
}

/** Tells of a failure on standard error. */
export function reportFailure(error: unknown): void {
  for (const line of faultLines(describeError(error))) tell(line)
}

/** An error in lines: one for each fault of files that it lists, which are indented. Other breaks are not ours. */
export function faultLines(message: string): string[] {
  return `error: ${message}`.split(/\n(?= {2})/)
}

/**
 * The exit code of some work, whose failure is reported. @throws UsageError if a flag or an argument is to
 * blame
 */
export async function exitCodeOfWork(work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UsageError) throw error
    reportFailure(error)
    return EXIT.failed
  }
}

/** Lets all rows scroll again, and leaves the cursor where it is. */
const SCROLL_EVERYWHERE = '\u001B7\u001B[r\u001B8'

/** Makes a terminal ready to be drawn on: a program that was killed may have left rows that do not scroll. */
export function prepareTerminal(terminal: NodeJS.WritableStream): void {
  terminal.write(SCROLL_EVERYWHERE)
}

/**
 * Loads what needs React: its development build, which it takes without NODE_ENV, needs more of the
 * processor. The environment is then as it was.
 */
export async function withReactBuild<T>(load: () => Promise<T>): Promise<T> {
  const { env } = process
  const { NODE_ENV: chosen } = env
  if (chosen !== undefined) return load()
  Object.assign(env, { NODE_ENV: 'production' })
  try {
    return await load()
  } finally {
    Reflect.deleteProperty(env, 'NODE_ENV')
  }
}
