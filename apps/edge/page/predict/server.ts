import { unreachable } from './prediction.ts'

/** Limit in milliseconds on waiting for an answer. */
const TIME_LIMIT = 10_000

/** The answer of the server. */
export interface ServerAnswer {
  readonly status: number
  /** Its JSON; undefined where it is none. */
  readonly body: unknown
}

/** Posts a body of a media type. @throws PredictionError where there is no answer in time */
export async function post(url: string, type: string, body: string | Blob): Promise<ServerAnswer> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), TIME_LIMIT)
  try {
    const headers = { 'content-type': type }
    const response = await fetch(url, { method: 'POST', headers, body, signal: abort.signal })
    return { status: response.status, body: await response.json().catch(() => undefined) }
  } catch (error) {
    throw unreachable(error)
  } finally {
    clearTimeout(timer)
  }
}
