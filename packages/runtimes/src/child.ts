import { type ChildProcess, spawn } from 'node:child_process'

export interface ChildOptions {
  readonly cwd?: string
  /** Variables added to the environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Ends the child, as does the end of this process. */
  readonly signal?: AbortSignal
}

/**
 * A program that runs beside a test, in a process group of its own, so that nothing of it outlives the test.
 */
export class Child {
  readonly #command: string
  readonly #process: ChildProcess
  readonly #kill = (): void => this.#killGroup()
  /** Rejects if it could not be started; else the exit code. */
  readonly #ended: Promise<number | null>
  #stdout = ''
  #stderr = ''

  constructor(file: string, args: readonly string[], { cwd, env, signal }: ChildOptions = {}) {
    signal?.throwIfAborted()
    this.#command = [file, ...args].join(' ')
    this.#process = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    this.#process.stdout?.setEncoding('utf8').on('data', text => {
      this.#stdout += text
    })
    this.#process.stderr?.setEncoding('utf8').on('data', text => {
      this.#stderr += text
    })
    process.once('exit', this.#kill)
    signal?.addEventListener('abort', this.#kill)
    this.#ended = new Promise((resolve, reject) => {
      this.#process.on('error', reject)
      this.#process.on('close', resolve)
    })
    const forget = (): void => {
      process.off('exit', this.#kill)
      signal?.removeEventListener('abort', this.#kill)
    }
    this.#ended.then(forget, forget)
  }

  /**
   * Standard output, once the program has ended with code 0.
   * @throws Error with its output, if it fails
   */
  async output(): Promise<string> {
    const code = await this.#ended
    if (code !== 0) throw this.#failure(`ended with code ${code ?? 'none, by a signal'}`)
    return this.#stdout
  }

  /** Standard output as soon as it has a whole line. */
  async firstLine(): Promise<string> {
    const line = new Promise<string>(resolve => {
      const look = (): void => {
        const end = this.#stdout.indexOf('\n')
        if (end >= 0) resolve(this.#stdout.slice(0, end))
      }
      this.#process.stdout?.on('data', look)
      look()
    })
    return this.during(line)
  }

  /**
   * Result of the promise.
   * @throws Error with the child's output, if the child ends before
   */
  during<T>(promise: Promise<T>): Promise<T> {
    const early = this.#ended.then(code => {
      throw this.#failure(`ended too early, with code ${code ?? 'none, by a signal'}`)
    })
    return Promise.race([promise, early])
  }

  /**
   * Number of the process, which leads its group.
   * @throws Error if it could not be started
   */
  get pid(): number {
    const { pid } = this.#process
    if (pid === undefined) throw this.#failure('could not be started')
    return pid
  }

  /** The end of its output so far: standard output, then standard error. */
  get written(): string {
    return `${this.#stdout.slice(-4000)}\n${this.#stderr.slice(-8000)}`
  }

  /** Standard error so far. */
  get stderr(): string {
    return this.#stderr
  }

  /** Ends the program and all that it started. */
  async stop(): Promise<void> {
    this.#killGroup()
    await this.#ended.catch(() => {})
  }

  #killGroup(): void {
    const { pid } = this.#process
    if (pid === undefined) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // All of the group had ended.
    }
  }

  #failure(what: string): Error {
    return new Error(`${this.#command}\n${what}:\n${this.written}`)
  }
}

/**
 * Output of a program that runs to its end.
 * @throws Error with its output, if it fails
 */
export function outputOf(file: string, args: readonly string[], options?: ChildOptions): Promise<string> {
  return new Child(file, args, options).output()
}

/** Runs pnpm as the README does, with nothing of the workspace's own pnpm around it. */
export function pnpm(args: readonly string[], options: ChildOptions): Promise<string> {
  return outputOf('npx', ['--yes', 'pnpm@12', ...args], options)
}
