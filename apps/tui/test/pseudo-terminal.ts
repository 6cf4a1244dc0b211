import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { vi } from 'vitest'
import { CLI } from './gradus.ts'
import { PATIENCE } from './tmux.ts'

/**
 * A pseudo-terminal with `gradus`, or another program, in it, which can stand still, be of any size, send any bytes, and be
 * closed.
 */
export class PseudoTerminal {
  readonly #helper: ChildProcess
  readonly #lines: AsyncIterator<string>
  #output = ''
  #pid = 0

  private constructor(helper: ChildProcess, told: Readable) {
    this.#helper = helper
    this.#lines = createInterface({ input: told })[Symbol.asyncIterator]()
    // A program that has just ended hears nothing.
    helper.stdin?.on('error', () => undefined)
    helper.stdout?.setEncoding('utf8').on('data', text => {
      this.#output += text
    })
  }

  static async open(
    cwd: string,
    args: readonly string[],
    [columns, rows]: readonly [number, number] = [120, 40],
    through: readonly string[] = [],
    program = CLI,
  ): Promise<PseudoTerminal> {
    const helper = join(import.meta.dirname, 'pseudo-terminal.py')
    const command = [...through, process.execPath, program, ...args]
    const { CI: _, FORCE_COLOR: __, NO_COLOR: ___, ...env } = process.env
    const child = spawn('python3', [helper, String(columns), String(rows), ...command], {
      cwd,
      env: { ...env, TERM: 'xterm-256color', LANG: 'C.UTF-8', XDG_STATE_HOME: join(cwd, 'state') },
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    })
    const told = child.stdio[3]
    if (!(told instanceof Readable)) throw new Error('expected a pipe to read from')
    const terminal = new PseudoTerminal(child, told)
    terminal.#pid = Number(await terminal.#next())
    return terminal
  }

  /** All that was written to the terminal and read from it so far. */
  get output(): string {
    return this.#output
  }

  /** Fulfilled when this was written, or of all that was written this is true. */
  async until(text: string | ((output: string) => boolean)): Promise<void> {
    const isThere = () => (typeof text === 'string' ? this.#output.includes(text) : text(this.#output))
    await vi.waitUntil(isThere, { timeout: PATIENCE })
  }

  /** Does what `pseudo-terminal.py` says that this line does. */
  tell(line: string): void {
    this.#helper.stdin?.write(`${line}\n`)
  }

  /** Sends bytes, one a character. */
  send(bytes: string): void {
    this.tell(`keys ${Buffer.from(bytes, 'latin1').toString('hex')}`)
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.#pid, signal)
  }

  /**
   * Fulfilled with the program's exit code, or minus the signal that ended it; what still runs after the test
   * is ended.
   */
  async ended(): Promise<number> {
    return Number(await this.#next())
  }

  /** Ends what still runs. */
  async dispose(): Promise<void> {
    if (this.#helper.exitCode !== null) return
    this.#helper.stdin?.end()
    await once(this.#helper, 'exit')
  }

  async #next(): Promise<string> {
    const { value } = await this.#lines.next()
    return String(value)
  }
}
