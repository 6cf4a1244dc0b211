import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Difference } from './differences.ts'
import type { Answer } from './send.ts'

/** What of an answer has to be the same everywhere. */
export interface Comparable {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** Short texts as they are, all else by its SHA-256. */
  readonly body: string
}

/** How a body is sent, when, and by which cache: nothing of what is said. */
const TRANSPORT = [
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'cf-cache-status',
]

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function comparable({ status, headers, body }: Answer): Comparable {
  const said = Object.entries(headers).filter(([name]) => !TRANSPORT.includes(name))
  // Each request has an id of its own, unless it came with one.
  const same = said.map(([name, value]) => [name, UUID.test(String(value)) ? 'a UUID' : value] as const)
  return { status, headers: Object.fromEntries(same), body: shortened(body) }
}

/** What both have to say for an answer that differs in this way. */
export function without({ status, headers, body }: Comparable, { own = [] }: Difference): Comparable {
  const shared = Object.entries(headers).filter(([name]) => !own.includes(name))
  return { status, headers: Object.fromEntries(shared), body: own.includes('body') ? '' : body }
}

function shortened(body: Buffer): string {
  return body.length < 2000 && isUtf8(body)
    ? body.toString()
    : `${body.length} bytes, SHA-256 ${sha256Of(body)}`
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
