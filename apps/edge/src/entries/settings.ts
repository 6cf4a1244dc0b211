import { OptionError } from '@gradus/core/predict'
import type { EdgeOptions } from '../app.ts'

/** What a deployment may set, as variables of its environment; an empty one is as good as none. */
interface Settings {
  /** A token that clients need to predict. */
  readonly GRADUS_TOKEN?: string | undefined
  /** Origins whose pages may ask, with commas between; `*` for all. */
  readonly GRADUS_CORS_ORIGINS?: string | undefined
}

/** The options that an environment sets. @throws OptionError for a setting that is none */
export function optionsOf(environment: unknown): Pick<EdgeOptions, 'token' | 'corsOrigins'> {
  const { GRADUS_TOKEN, GRADUS_CORS_ORIGINS: origins = '' }: Settings = Object(environment)
  const token = GRADUS_TOKEN || undefined
  if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token)) {
    throw new OptionError(
      'GRADUS_TOKEN',
      'GRADUS_TOKEN has other characters than a bearer token may: expected letters, digits and -._~+/ only. Make another, as `openssl rand -hex 32` does.',
    )
  }
  return {
    token,
    corsOrigins: origins
      .split(',')
      .map(readOrigin)
      .filter(origin => origin !== ''),
  }
}

function readOrigin(text: string): string {
  const origin = text.trim()
  if (origin === '' || origin === '*' || URL.parse(origin)?.origin === origin) return origin
  throw new OptionError(
    'GRADUS_CORS_ORIGINS',
    `GRADUS_CORS_ORIGINS has ${JSON.stringify(origin)}: expected origins such as https://example.org, with commas between, or *.`,
  )
}
