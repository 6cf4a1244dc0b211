import { spawnSync } from 'node:child_process'
import { OptionError } from '@gradus/core/predict'
import { serve } from '@gradus/edge/node'
import { expect, test } from 'vitest'
import { digits, digitsApp } from '../../test/served.ts'

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

test.each([
  ...[
    'a.example',
    'nonsense',
    'null',
    ',',
    ' ',
    ' , ',
    '"https://a.example"',
    'https://a.example https://b.example',
  ],
  ...[
    'ftp://a.example',
    'ws://a.example',
    'file://',
    'https://',
    'chrome-extension://abc',
    'http://a.example:0',
  ],
  ...['https://*.example', '*.example', 'https://*', 'https://a.example, http://(b)', 'https://a..example'],
])('no page has the origin %j, alone or beside others', text => {
  for (const GRADUS_CORS_ORIGINS of [text, `https://a.example,${/^[\s,]*$/.test(text) ? 'x' : text}`]) {
    const read = () => optionsOf({ GRADUS_CORS_ORIGINS })
    expect(read).toThrow(OptionError)
    expect(read).toThrow(
      /^GRADUS_CORS_ORIGINS has ".*": expected origins such as https:\/\/example.org, .*all\.$/,
    )
  }
})

test.each([
  ['https://a.example/', 'https://a.example'],
  ['https://a.example/page', 'https://a.example'],
  ['https://a.example:443', 'https://a.example'],
  ['HTTP://A.example:80', 'http://a.example'],
  ['http://[0:0::1]:81', 'http://[::1]:81'],
  ['https://ex\u00E4mple.org', 'https://xn--exmple-cua.org'],
])('%s is told to be %s', (text, origin) => {
  expect(() => optionsOf({ GRADUS_CORS_ORIGINS: text })).toThrow(`This one is sent as ${origin}.`)
  expect(optionsOf({ GRADUS_CORS_ORIGINS: origin }).corsOrigins).toEqual([origin])
})

test.each([
  [
    'corsOrigins',
    { corsOrigins: ['https://*.example'] },
    /^corsOrigins has "https:\/\/\*\.example": expected/,
  ],
  ['corsOrigins', { corsOrigins: [''] }, /^corsOrigins has "": expected/],
  ['token', { token: 'two words' }, /^token has other characters/],
  ['token', { token: '' }, /^token has other characters/],
  ['timeLimit', { timeLimit: 0 }, /^timeLimit is 0: expected whole milliseconds, 1 \.\. /],
  ['timeLimit', { timeLimit: -1 }, /^timeLimit is -1: expected/],
  ['timeLimit', { timeLimit: Number.NaN }, /^timeLimit is NaN: expected/],
  ['timeLimit', { timeLimit: Number.POSITIVE_INFINITY }, /^timeLimit is Infinity: expected/],
  ['timeLimit', { timeLimit: 2 ** 31 }, /^timeLimit is 2147483648: expected/],
])('an app refuses %s where it is %j', async (option, options, message) => {
  const made = digitsApp(options)
  await expect(made).rejects.toThrow(message)
  await expect(made).rejects.toMatchObject({ name: 'OptionError', option })
})

test.each([
  [
    'hostname',
    { hostname: 'http://127.0.0.1' },
    /^hostname is "http:\/\/127\.0\.0\.1": expected an address without/,
  ],
  ['port', { port: 65_536 }, /^port is "65536": expected a port/],
  ['port', { port: Number.NaN }, /^port is "NaN": expected a port/],
  ['timeLimit', { timeLimit: 0 }, /^timeLimit is 0: expected/],
])('a server refuses %s where it is %j', async (option, options, message) => {
  const started = serve({
    model: await digits(),
    hostname: '127.0.0.1',
    port: 0,
    environment: {},
    ...options,
  })
  await expect(started).rejects.toThrow(message)
  await expect(started).rejects.toMatchObject({ name: 'OptionError', option })
})

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

test.each([
  ...['127.0.0.1\u001B[31m', '\u009B31m', '127.0.0.1\u202E', ' ', '127.0.0.1 '],
  ...[
    'http://127.0.0.1',
    '127.0.0.1:8787',
    'localhost:80',
    'abc:80',
    ':8787',
    'localhost/',
    '*',
    '[::1]',
    'a..b',
  ],
])('%j is no address', HOST => {
  expect(() => addressOf({ HOST })).toThrow(OptionError)
  expect(() => addressOf({ HOST })).toThrow(/^HOST is ".*": expected an address/)
})

test.each([
  '::',
  '::1',
  '::ffff:127.0.0.1',
  'fe80::1%eth0',
  'localhost',
  'a-b.example.',
  'm\u00FCller.local',
])('%s is an address', HOST => {
  expect(addressOf({ HOST }).hostname).toBe(HOST)
})

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
