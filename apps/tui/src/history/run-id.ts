import { randomBytes } from 'node:crypto'

/** The time to the second, and four random hexadecimal digits. */
export const ID_PATTERN = /^\d{8}-\d{6}-[0-9a-f]{4}$/

/** A new id for a run that starts now, such as `20261124-003912-a1b2`: UTC, so that ids are in the order of time. */
export function newRunId(now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T')
  const digits = (text: string): string => text.replaceAll(/\D/g, '')
  return `${digits(date)}-${digits(time.slice(0, 8))}-${randomBytes(2).toString('hex')}`
}
