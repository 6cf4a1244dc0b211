import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

/** Limit in milliseconds on the end of the process. */
const PATIENCE = 60_000

/** `gradus serve` in a process of its own, at a free port of 127.0.0.1. */
export class Victim {
  readonly url: string
  readonly port: number
  readonly #process: ChildProcess

  private constructor(child: ChildProcess, url: string) {
    this.#process = child
    this.url = url
    this.port = Number(new URL(url).port)
  }

  /**
   * @param isLogRead whether its log is read.
   * @param model a model file; by default the repository's model
   */
  static async started(cli: string, model: string | undefined, isLogRead: boolean): Promise<Victim> {
    const args = [cli, 'serve', '--host', '127.0.0.1', '--port', '0', ...(model === undefined ? [] : [model])]
    const env = { ...process.env, GRADUS_TOKEN: '', HOST: '', PORT: '' }
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    process.once('exit', () => child.kill('SIGKILL'))
    if (isLogRead) child.stdout.resume()
    const said: string[] = []
    for await (const line of createInterface(child.stderr)) {
      said.push(line)
      const url = / at (http:\/\/\S+)\. /.exec(line)?.[1]
      if (url !== undefined) {
        child.stderr.resume()
        return new Victim(child, url)
      }
    }
    throw new Error(`The server did not start:\n${said.join('\n')}`)
  }

  /** Peak memory in megabytes; undefined where the system does not tell it (proc_pid_status(5)). */
  async peakMemory(): Promise<number | undefined> {
    const status = await readFile(`/proc/${this.#process.pid}/status`, 'utf8').catch(() => '')
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1000
  }

  /** Longest wait for GET /v2/health/live until the work is done, in milliseconds, retries included. */
  async longestWait(work: Promise<unknown>): Promise<number> {
    const probe = new Worker(new URL('probe.ts', import.meta.url), { workerData: this.url })
    const told = once(probe, 'message')
    await work.finally(() => probe.postMessage('done'))
    const [longest] = await told
    return Number(longest)
  }

  signal(): void {
    this.#process.kill('SIGTERM')
  }

  /** Whether it ends within this time. */
  async hasEnded(milliseconds: number): Promise<boolean> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return true
    const ended = once(this.#process, 'exit').then(() => true)
    return Promise.race([ended, delay(milliseconds, false)])
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.hasEnded(PATIENCE)
  }
}
