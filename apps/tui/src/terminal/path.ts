import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'

/** Parses a path, and makes it absolute from where the user stands. */
export function parsePath(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected a path.')
  return resolve(text)
}
