import type { RequestRecord } from '../middleware/record.ts'

/** A line of JSON on standard output for each request; never what it held. */
export function logRequest({ error, seconds, ...record }: RequestRecord): void {
  const level = record.status >= 500 ? 'error' : 'info'
  const milliseconds = Math.round(seconds * 1e6) / 1000
  const time = new Date().toISOString()
  console.log(
    JSON.stringify({ time, level, ...record, milliseconds, ...(error && { error: String(error.stack) }) }),
  )
}
