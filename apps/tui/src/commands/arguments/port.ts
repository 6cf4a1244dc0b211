import { InvalidArgumentError } from 'commander'

/** Parses a port of TCP: 0 .. 65535, 0 for any that is free. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new InvalidArgumentError('Expected a port, 0 .. 65535, such as 8787.')
}
