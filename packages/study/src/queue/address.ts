import { StudyError } from '../errors.ts'

/** Servers that a queue may be on. */
export type ServerKind = 'redis' | 'postgres'

/** Address of a queue. */
export interface Address {
  /** Kind of its server. */
  readonly kind: ServerKind
  /** With user and password: never to be shown. */
  readonly url: string
  /** As it may be shown: without user and password. */
  readonly shown: string
}

const KINDS: ReadonlyMap<string, ServerKind> = new Map([
  ['redis:', 'redis'],
  ['rediss:', 'redis'],
  ['valkey:', 'redis'],
  ['valkeys:', 'redis'],
  ['postgres:', 'postgres'],
  ['postgresql:', 'postgres'],
])
const EXPECTED = 'expected redis://HOST:6379 or postgres://USER:PASSWORD@HOST:5432/DATABASE'

/** Reads the address of a queue. @throws StudyError without any password in its message */
export function readAddress(text: string): Address {
  const url = text.includes('://') && URL.canParse(text) ? new URL(text) : undefined
  if (!url) throw new StudyError('queue', `The address of the queue is no URL: ${EXPECTED}.`)
  const kind = KINDS.get(url.protocol)
  if (!kind)
    throw new StudyError('queue', `The address of the queue begins with ${url.protocol}//: ${EXPECTED}.`)
  if (url.hostname === '')
    throw new StudyError('queue', `The address of the queue names no host: ${EXPECTED}.`)
  const secret = url.href
  const shown = new URL(secret)
  shown.username = ''
  shown.password = ''
  shown.search = ''
  return { kind, url: secret.replace(/^valkey/, 'redis'), shown: shown.href }
}
