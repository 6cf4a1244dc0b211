import { createServer } from 'node:net'
import { join } from 'node:path'

/** The variables of a deployment; an empty one counts as not set. */
export interface Environment {
  readonly GRADUS_TOKEN: string
  readonly GRADUS_CORS_ORIGINS: string
}

/** The port and folder from which a runtime serves the predictor on 127.0.0.1. */
interface Site {
  readonly port: number
  /** A folder of its own, empty at first and removed at the end. */
  readonly folder: string
  /** The folder of the built programs, which have a model inside. */
  readonly programs: string
  readonly environment: Environment
}

/** A program and its arguments, to be run in the site's folder. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A runtime that serves the built predictor. */
export interface Runtime {
  readonly name: string
  /** Prepares its files. @returns the command that starts it */
  command(site: Site): Promise<Command>
}

/** The root of @gradus/edge. */
export const EDGE = join(import.meta.dirname, '..', '..')

/** The built package, whose programs have the model of the repository. */
export const DIST = join(EDGE, 'dist')

/** A program that only the tests start, for a runtime that has no server of its own. */
export const program = (file: string): string => join(import.meta.dirname, 'programs', file)

/** A free port of 127.0.0.1. */
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
