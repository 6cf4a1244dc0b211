import type { RequestRecord } from '../http/record.ts'

/** A line of JSON on standard output for each request; never what it held. */
export function logRequest(record: RequestRecord): void {
  console.log(lineOf(record))
}

/** The line, in JSON. */
export function lineOf({ error, seconds, ...record }: RequestRecord): string {
  const level = levelOf(record.status)
  const milliseconds = Math.round(seconds * 1e6) / 1000
  const time = new Date().toISOString()
  return JSON.stringify({
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
