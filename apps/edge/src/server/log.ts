import type { Writable } from 'node:stream'
import { printableJson } from '@gradus/core/predict'
import type { RequestRecord } from '../http/middleware.ts'

/** A line of JSON on standard output for each request; never what it held. */
export function logRequest(record: RequestRecord): void {
  console.log(lineOf(record))
}

/** The line, in JSON. */
function lineOf({ error, seconds, ...record }: RequestRecord): string {
  const level = levelOf(record.status)
  const milliseconds = Math.round(seconds * 1e6) / 1000
  const time = new Date().toISOString()
  return printableJson({
    time,
    level,
    ...record,
    milliseconds,
    ...(error && { error: String(error.stack) }),
  })
}

/** A server that is busy is no failure, but worth a look. */
function levelOf(status: number): string {
  if (status === 503) return 'warning'
  return status >= 500 ? 'error' : 'info'
}

/** Bytes of lines that may wait for their reader. */
const WAITING = 2 ** 20

/** A log of lines whose reader may stand still: then lines are dropped, and counted, rather than kept. */
export class LineLog {
  readonly #output: Writable
  readonly #waiting: number
  #dropped = 0
  readonly #told = (): void => this.#tellDropped()

  /** @param waiting bytes that may wait */
  constructor(output: Writable, waiting: number = WAITING) {
    this.#output = output
    this.#waiting = waiting
  }

  /** Writes a line for a request, or drops it. */
  readonly write = (record: RequestRecord): void => {
    if (this.#dropped > 0 || this.#output.writableLength > this.#waiting) this.#drop()
    else this.#output.write(`${lineOf(record)}\n`)
  }

  #drop(): void {
    // Once what waits is out.
    if (this.#dropped === 0) this.#output.write('', this.#told)
    this.#dropped++
  }

  #tellDropped(): void {
    const line = { time: new Date().toISOString(), level: 'warning', dropped: this.#dropped }
    this.#dropped = 0
    this.#output.write(`${JSON.stringify(line)}\n`)
  }
}

/** Whether all that was written is out, waited for so many milliseconds at the most. */
export async function isWrittenOut(output: Writable, milliseconds: number): Promise<boolean> {
  if (output.writableLength === 0 || output.destroyed) return true
  return new Promise(resolve => {
    const late = setTimeout(() => resolve(false), milliseconds)
    output.write('', () => {
      clearTimeout(late)
      resolve(true)
    })
  })
}
