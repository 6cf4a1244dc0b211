/** An answer of HTTP/1.1, whole. */
export interface Answer {
  readonly status: number
  /** Headers by their names in lower case; of a repeated one, the last. */
  readonly headers: ReadonlyMap<string, string>
  /** The head as it came, in Latin-1. */
  readonly head: string
  readonly body: Buffer
}

/** A parsed answer, and the position of its end. */
interface Parsed {
  readonly answer: Answer
  readonly end: number
}

const BLANK_LINE = '\r\n\r\n'

/**
 * The first answer in the bytes received; undefined until it is whole.
 * @param hasBody false for an answer to HEAD
 */
export function parseAnswer(bytes: Buffer, hasBody: boolean): Parsed | undefined {
  const headEnd = bytes.indexOf(BLANK_LINE)
  if (headEnd === -1) return undefined
  const head = bytes.toString('latin1', 0, headEnd)
  const [statusLine = '', ...lines] = head.split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1])
  const headers = new Map(lines.map(line => readHeader(line)))
  const start = headEnd + BLANK_LINE.length
  const isBare = !hasBody || status < 200 || status === 204 || status === 304
  const body = isBare ? { content: Buffer.alloc(0), end: start } : readBody(bytes, start, headers)
  return body && { answer: { status, headers, head, body: body.content }, end: body.end }
}

function readHeader(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

interface Body {
  readonly content: Buffer
  readonly end: number
}

function readBody(bytes: Buffer, start: number, headers: ReadonlyMap<string, string>): Body | undefined {
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(bytes, start)
  const end = start + Number(headers.get('content-length') ?? 0)
  return end <= bytes.length ? { content: bytes.subarray(start, end), end } : undefined
}

function readChunks(bytes: Buffer, start: number): Body | undefined {
  const parts: Buffer[] = []
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const from = lineEnd + 2
    const end = from + Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (end + 2 > bytes.length) return undefined
    if (end === from) return { content: Buffer.concat(parts), end: end + 2 }
    parts.push(bytes.subarray(from, end))
    at = end + 2
  }
}
