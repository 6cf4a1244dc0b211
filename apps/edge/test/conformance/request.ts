/** A request of the suite, with the status that every runtime must answer. */
export interface ConformanceRequest {
  readonly name: string
  /** @defaultValue GET */
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** `chunked` tells no length; `endless` says that more is to come, and nothing comes. */
  readonly sent?: 'whole' | 'chunked' | 'endless'
  readonly status: number
}

/** All but the name, path and status. */
export type Sent = Pick<ConformanceRequest, 'method' | 'headers' | 'body' | 'sent'>

export const BYTES = 'application/octet-stream'
export const JSON_TYPE = 'application/json'

/** A POST of this type; of none for an empty text. */
export function posted(body: string | Uint8Array, type: string, more: Sent = {}): Sent {
  const headers = { ...(type !== '' && { 'Content-Type': type }), ...more.headers }
  return { ...more, method: 'POST', body, headers }
}

/** A POST of a value in JSON. */
export function postedJson(value: unknown, more: Sent = {}): Sent {
  return posted(JSON.stringify(value), JSON_TYPE, more)
}
