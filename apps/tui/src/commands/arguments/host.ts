import { InvalidArgumentError } from 'commander'

/** Parses an address to listen at: any text but an empty one, which would stand for all addresses. */
export function parseHost(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgumentError('Expected an address, such as 127.0.0.1, or 0.0.0.0 for all.')
}
