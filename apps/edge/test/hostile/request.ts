import type { Chance } from './chance.ts'

/** Texts planted in requests, which no refusal and no log may repeat. */
export const MARKERS = ['s3cr3t', '48151623'] as const
export const [TEXT_MARKER, NUMBER_MARKER] = MARKERS

export type Header = readonly [name: string, value: string]

/** A hostile request, and the answer expected of the server. */
export interface HostileRequest {
  readonly method: string
  /** As it goes over the wire, in Latin-1. */
  readonly path: string
  readonly headers?: readonly Header[]
  readonly body?: Uint8Array
  /**
   * The expected statuses. Without them any of 2xx or 4xx is correct, since some requests are valid by
   * chance.
   */
  readonly expected?: readonly number[]
  /** Whether the server may refuse its odd head before the app sees it, without a body. */
  readonly isOdd?: boolean
}

export const JSON_TYPE = ['Content-Type', 'application/json'] as const
export const INFER_PATHS = ['/v2/models/digits/infer', '/v2/models/digits/versions/1/infer'] as const

/** POST /predict. */
export function predict(type: string, body: Uint8Array, more: Partial<HostileRequest> = {}): HostileRequest {
  return { method: 'POST', path: '/predict', headers: [['Content-Type', type]], body, ...more }
}

/** A request in HTTP/1.1, with the length of its body unless the headers frame it. */
export function encode({ method, path, headers = [], body }: HostileRequest): Buffer {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const isFramed = names.has('content-length') || names.has('transfer-encoding')
  const all: Header[] = [...(names.has('host') ? [] : [['Host', 'localhost'] as const]), ...headers]
  if (body && !isFramed) all.push(['Content-Length', String(body.length)])
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`)
  const head = latin1(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  return body ? Buffer.concat([head, body]) : head
}

/** The weight of each kind of request, and a function that makes one. */
export type Kinds = Readonly<
  Record<string, readonly [weight: number, make: (chance: Chance) => HostileRequest]>
>

/** A byte a character. */
export function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}
