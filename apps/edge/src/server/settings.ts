import { GradusError, OptionError, printable } from '@gradus/core/predict'
import type { EdgeOptions } from '../app.ts'
import { checkOrigin, checkToken } from '../http/middleware.ts'

/** Lower bound on the characters of a token. */
const SHORTEST_TOKEN = 16

/**
 * The options that an environment sets: GRADUS_TOKEN, a token that clients need to predict, and
 * GRADUS_CORS_ORIGINS, origins whose pages may ask, with commas between, or `*` for all. An empty variable
 * counts as not set.
 * @throws OptionError for an invalid setting
 */
export function optionsOf(environment: unknown): Pick<EdgeOptions, 'token' | 'corsOrigins'> {
  const token = variableOf(environment, 'GRADUS_TOKEN') || undefined
  if (token !== undefined) checkToken(token, 'GRADUS_TOKEN')
  if (token !== undefined && token.length < SHORTEST_TOKEN) {
    throw new OptionError(
      'GRADUS_TOKEN',
      `GRADUS_TOKEN has ${token.length} characters: expected ${SHORTEST_TOKEN} at the least, which nobody guesses. Make another, as \`openssl rand -hex 32\` does.`,
    )
  }
  return { token, corsOrigins: readOrigins(variableOf(environment, 'GRADUS_CORS_ORIGINS')) }
}

function readOrigins(text: string): string[] {
  if (text === '') return []
  const origins = text.split(',').map(origin => origin.trim())
  const named = origins.filter(origin => origin !== '')
  // The first of nothing but commas and spaces is as wrong as any.
  for (const origin of named.length === 0 ? origins : named) checkOrigin(origin, 'GRADUS_CORS_ORIGINS')
  return named
}

/** Says that everybody may ask, where others than this machine can and no token is set; nothing otherwise. */
export function openDoorOf(hostname: string, environment: unknown): string | undefined {
  if (isLoopback(hostname) || optionsOf(environment).token !== undefined) return undefined
  return `Everybody who reaches ${hostname} may ask: GRADUS_TOKEN sets a token that they need.`
}

/** Whether only this machine reaches an address. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function variableOf(environment: unknown, name: string): string {
  if (typeof environment !== 'object' || environment === null) return ''
  const value: unknown = Reflect.get(environment, name)
  return typeof value === 'string' ? value : ''
}

/** The address on which a server listens. */
interface Address {
  readonly hostname: string
  readonly port: number
}

/**
 * The address that HOST and PORT set; empty ones count as not set.
 * @throws OptionError for an invalid one
 */
export function addressOf({ HOST, PORT }: Readonly<Record<string, string | undefined>>): Address {
  const hostname = HOST || '127.0.0.1'
  checkHost(hostname, 'HOST')
  const text = PORT || '8787'
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  checkPort(port, 'PORT', text)
  return { hostname, port }
}

/** Names and numbers of hosts, IPv6 as it is without brackets. */
const ADDRESS =
  /^(?:[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)*\.?|[\da-f:]*:[\da-f]*:[\da-f:.]*(?:%[\w.-]+)?)$/iu

/** @throws OptionError naming the setting, for what can be no host */
export function checkHost(hostname: string, setting: string): void {
  if (ADDRESS.test(hostname)) return
  const expected =
    'expected an address without scheme, port and path, such as 127.0.0.1 or ::1, or 0.0.0.0 for all.'
  throw new OptionError(setting, `${setting} is ${JSON.stringify(hostname)}: ${expected}`)
}

/** @throws OptionError naming the setting, for what can be no port */
export function checkPort(port: number, setting: string, text = String(port)): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return
  throw new OptionError(
    setting,
    `${setting} is ${JSON.stringify(text)}: expected a port, 0 .. 65535, such as 8787.`,
  )
}

/**
 * The address of a server, with a warning if everybody may ask. For invalid settings it prints the error and
 * exits.
 */
export function startingAddress(environment: Readonly<Record<string, string | undefined>>): Address {
  try {
    optionsOf(environment)
    const address = addressOf(environment)
    const openDoor = openDoorOf(address.hostname, environment)
    if (openDoor !== undefined) console.error(printable(openDoor))
    return address
  } catch (error) {
    if (!(error instanceof GradusError)) throw error
    console.error(printable(`error: ${error.message}`))
    process.exit(2)
  }
}
