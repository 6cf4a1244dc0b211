import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Child } from '@gradus/runtimes/child'
import type { Command, Environment, Runtime } from './runtime.ts'
import { DIST, freePort } from './runtime.ts'

/** Limit in milliseconds on the first answer of a runtime. */
const PATIENCE = 60_000

const NOTHING_SET: Environment = { GRADUS_TOKEN: '', GRADUS_CORS_ORIGINS: '' }

/** The predictor on a runtime, in processes and a folder of its own. */
export class Server {
  readonly url: string
  readonly #command: Command
  readonly #folder: string
  #child: Child | undefined

  private constructor(port: number, command: Command, folder: string) {
    this.url = `http://127.0.0.1:${port}`
    this.#command = command
    this.#folder = folder
  }

  /** Prepares everything but the start. */
  static async prepare(
    runtime: Runtime,
    environment: Partial<Environment> = {},
    programs = DIST,
  ): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'gradus-edge-'))
    try {
      const port = await freePort()
      const command = await runtime.command({
        port,
        folder,
        programs,
        environment: { ...NOTHING_SET, ...environment },
      })
      return new Server(port, command, folder)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  static async started(
    runtime: Runtime,
    environment?: Partial<Environment>,
    programs?: string,
  ): Promise<Server> {
    const server = await Server.prepare(runtime, environment, programs)
    try {
      await server.start()
      return server
    } catch (error) {
      await server.stop()
      throw error
    }
  }

  /** Starts it, and waits for its first answer. @throws Error with its output if it does not answer */
  async start(): Promise<void> {
    const { file, args, env = {} } = this.#command
    this.#child = new Child(file, args, { cwd: this.#folder, env })
    await this.#child.during(this.#firstAnswer())
  }

  /** The process id. */
  get pid(): number {
    if (this.#child) return this.#child.pid
    throw new Error('The server has not been started.')
  }

  /** The end of its output. */
  get written(): string {
    return this.#child?.written ?? ''
  }

  /** Ends it, with all its child processes. */
  async stop(): Promise<void> {
    await this.#child?.stop()
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  async #firstAnswer(): Promise<void> {
    const end = performance.now() + PATIENCE
    while (!(await answers(`${this.url}/v2/health/live`))) {
      if (performance.now() > end)
        throw new Error(`No answer within ${PATIENCE / 1000} s from ${this.#command.file}:\n${this.written}`)
      await sleep(2)
    }
  }
}

/** Whether a server answers there with status 200. */
function answers(url: string): Promise<boolean> {
  return new Promise(resolve => {
    const request = get(url, { agent: false, timeout: 5000 }, response => {
      response.resume().once('close', () => resolve(response.statusCode === 200))
    })
    request.once('timeout', () => request.destroy()).once('error', () => resolve(false))
  })
}
