import { OptionError } from '@gradus/core/predict'
import { expect, test } from 'vitest'
import { openDoorOf, optionsOf } from './settings.ts'

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
