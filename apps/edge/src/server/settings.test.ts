import { spawnSync } from 'node:child_process'
import { OptionError } from '@gradus/core/predict'
import { expect, test } from 'vitest'
import { addressOf, openDoorOf, optionsOf } from './settings.ts'

test.each([
  ['nothing is set', {}],
  ['all is empty, as deployments set what nobody gave', { GRADUS_TOKEN: '', GRADUS_CORS_ORIGINS: '' }],
  ['there is no environment', undefined],
])('no token and no origins where %s', (_, environment) => {
  expect(optionsOf(environment)).toEqual({ token: undefined, corsOrigins: [] })
})

test('a token and origins', () => {
  const environment = {
    GRADUS_TOKEN: 'aZ0-._~+/aZ0-._~+/==',
    GRADUS_CORS_ORIGINS: 'https://a.example, http://b.example:81,',
  }
  expect(optionsOf(environment)).toEqual({
    token: 'aZ0-._~+/aZ0-._~+/==',
    corsOrigins: ['https://a.example', 'http://b.example:81'],
  })
  expect(optionsOf({ GRADUS_CORS_ORIGINS: '*' }).corsOrigins).toEqual(['*'])
})

test.each(['two words', '"quoted"', 'é', '='])('%s is no token, and is not repeated', token => {
  const read = () => optionsOf({ GRADUS_TOKEN: token })
  expect(read).toThrow(OptionError)
  expect(read).toThrow(/^GRADUS_TOKEN has other characters/)
  expect(read).not.toThrow(token)
})

test.each(['a.example', 'https://a.example/', 'https://a.example/page', 'nonsense'])(
  '%s is no origin',
  origin => {
    expect(() => optionsOf({ GRADUS_CORS_ORIGINS: origin })).toThrow(
      /^GRADUS_CORS_ORIGINS has ".*": expected origins/,
    )
  },
)

test('a token that could be guessed is refused, and not repeated', () => {
  const read = (GRADUS_TOKEN: string) => () => optionsOf({ GRADUS_TOKEN })
  expect(read('a234567890abcde')).toThrow(OptionError)
  expect(read('a234567890abcde')).toThrow(/^GRADUS_TOKEN has 15 characters: expected 16 at the least/)
  expect(read('a234567890abcde')).not.toThrow(/a234567890abcde/)
  expect(read('a234567890abcdef')().token).toBe('a234567890abcdef')
})

const GRADUS_TOKEN = 'sesame-open-sesame'
test.each([
  ['127.0.0.1', {}, false],
  ['127.1.2.3', {}, false],
  ['::1', {}, false],
  ['localhost', {}, false],
  ['0.0.0.0', {}, true],
  ['::', { GRADUS_TOKEN: '' }, true],
  ['192.168.1.2', {}, true],
  ['example.org', {}, true],
  ['127.0.0.1.example.org', {}, true],
  ['0.0.0.0', { GRADUS_TOKEN }, false],
])('at %s with %j a server says that everybody may ask: %j', (hostname, environment, isOpen) => {
  const said = openDoorOf(hostname, environment)
  expect(said).toEqual(isOpen ? expect.stringContaining(`${hostname} may ask: GRADUS_TOKEN sets`) : undefined)
})

test.each([
  [{}, { hostname: '127.0.0.1', port: 8787 }],
  [
    { HOST: '', PORT: '' },
    { hostname: '127.0.0.1', port: 8787 },
  ],
  [
    { HOST: '0.0.0.0', PORT: '80' },
    { hostname: '0.0.0.0', port: 80 },
  ],
  [{ PORT: '0' }, { hostname: '127.0.0.1', port: 0 }],
])('%j is %j', (environment, address) => {
  expect(addressOf(environment)).toEqual(address)
})

test.each(['65536', '-1', '8e3', 'http', '8787 '])('%j is no port', PORT => {
  expect(() => addressOf({ PORT })).toThrow(OptionError)
  expect(() => addressOf({ PORT })).toThrow(/^PORT is ".*": expected a port/)
})

test.each(['127.0.0.1\u001B[31m', '\u009B31m', '127.0.0.1\u202E', ' ', '127.0.0.1 '])(
  '%j is no address',
  HOST => {
    expect(() => addressOf({ HOST })).toThrow(OptionError)
    expect(() => addressOf({ HOST })).toThrow(/^HOST is ".*": expected an address/)
  },
)

test.each([
  [{ PORT: 'nope' }, 'error: PORT is "nope": expected a port'],
  [{ GRADUS_TOKEN: 'two words' }, 'error: GRADUS_TOKEN has other characters'],
  [{ GRADUS_TOKEN: 'sesame' }, 'error: GRADUS_TOKEN has 6 characters: expected 16'],
])('%j ends a server before it begins, with a line that says why', (environment, line) => {
  const { status, stderr } = started(environment)
  expect(stderr).toMatch(line)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(status).toBe(2)
})

test.each(['HOST', 'PORT', 'GRADUS_CORS_ORIGINS', 'GRADUS_TOKEN'])(
  'a terminal does not obey what %s has',
  name => {
    const { status, stderr } = started({ [name]: 'a\u001B[31m\u009B31m\u202E' })
    expect(stderr).toMatch(new RegExp(`^error: ${name} .*\n$`))
    expect(stderr.trimEnd()).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    expect(status).toBe(2)
  },
)

test.each([
  [{ HOST: '0.0.0.0' }, /^Everybody who reaches 0\.0\.0\.0 may ask: GRADUS_TOKEN sets .*\n$/],
  [{ HOST: '0.0.0.0', GRADUS_TOKEN: 'sesame-open-sesame' }, /^$/],
  [{ HOST: '127.0.0.1' }, /^$/],
])('%j starts a server, which says so if everybody may ask', (environment, said) => {
  const { status, stderr } = started(environment)
  expect(stderr).toMatch(said)
  expect(status).toBe(0)
})

function started(environment: Readonly<Record<string, string>>) {
  const module = new URL('settings.ts', import.meta.url).href
  const program = `const { startingAddress } = await import('${module}'); startingAddress(process.env)`
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  })
}
