import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { StudyEvent } from '@gradus/study'

/** A program of this folder at work, which tells its events as JSON lines. */
export class Program {
  /** Its second argument. */
  readonly name: string
  /** Events so far, each with its type. */
  readonly events: { readonly type: string }[] = []
  /** Error output so far. */
  errors = ''
  readonly #child: ChildProcess
  readonly #exit: Promise<unknown>
  #told = Promise.withResolvers<void>()

  /**
   * @param file of this folder
   * @param onEvent told of each event
   */
  constructor(file: string, args: readonly string[], onEvent?: (event: StudyEvent) => void) {
    this.name = args[1] ?? ''
    const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#exit = once(child, 'exit')
    child.stderr.on('data', (text: Buffer) => {
      this.errors += text.toString()
    })
    createInterface(child.stdout).on('line', line => {
      const event = JSON.parse(line)
      this.events.push(event)
      onEvent?.(event)
      this.#tell()
    })
    void this.#exit.then(() => this.#tell())
  }

  get runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Waits for so many events of a type. @throws if the program ends before */
  async until(type: string, count = 1): Promise<void> {
    while (this.events.filter(event => event.type === type).length < count) {
      if (!this.runs) throw new Error(`The program ended before it told ${type}: ${this.errors}`)
      await this.#told.promise
    }
  }

  /** Ends it by a signal. @returns its exit code, or the signal */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string | null> {
    this.#child.kill(signal)
    return this.ended()
  }

  /** Waits for its end. @returns its exit code, or the signal */
  async ended(): Promise<number | string | null> {
    await this.#exit
    return this.#child.exitCode ?? this.#child.signalCode
  }

  #tell(): void {
    this.#told.resolve()
    this.#told = Promise.withResolvers()
  }
}
