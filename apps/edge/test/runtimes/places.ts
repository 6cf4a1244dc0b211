import { createServer } from 'node:net'
import { join } from 'node:path'

/** The root of @gradus/edge. */
export const EDGE = join(import.meta.dirname, '..', '..')

/** A built program. */
export const built = (file: string): string => join(EDGE, 'dist', file)

/** A program that only the tests start, for a runtime that has no server of its own. */
export const program = (file: string): string => join(import.meta.dirname, 'programs', file)

/** A port of 127.0.0.1 where nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('A server without a port.')
  return address.port
}
