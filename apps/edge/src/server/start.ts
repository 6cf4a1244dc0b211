import { GradusError, OptionError } from '@gradus/core/predict'
import { openDoorOf, optionsOf } from './settings.ts'

/** Where a server listens. */
interface Address {
  readonly hostname: string
  readonly port: number
}

/** What HOST and PORT say; empty ones are as good as none. @throws OptionError for a port that is none */
export function addressOf({ HOST, PORT }: Readonly<Record<string, string | undefined>>): Address {
  const text = PORT || '8787'
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return { hostname: HOST || '127.0.0.1', port }
  throw new OptionError('PORT', `PORT is ${JSON.stringify(text)}: expected a port, 0 .. 65535, such as 8787.`)
}

/** The address of a server whose settings are right, told if everybody may ask; ends the program with a line that says why they are not. */
export function startingAddress(environment: Readonly<Record<string, string | undefined>>): Address {
  try {
    optionsOf(environment)
    const address = addressOf(environment)
    const openDoor = openDoorOf(address.hostname, environment)
    if (openDoor !== undefined) console.error(openDoor)
    return address
  } catch (error) {
    if (!(error instanceof GradusError)) throw error
    console.error(`error: ${error.message}`)
    process.exit(2)
  }
}
