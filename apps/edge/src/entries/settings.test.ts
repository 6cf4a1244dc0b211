import { OptionError } from '@gradus/core/predict'
import { expect, test } from 'vitest'
import { optionsOf } from './settings.ts'

test.each([
  ['nothing is set', {}],
  ['all is empty, as deployments set what nobody gave', { GRADUS_TOKEN: '', GRADUS_CORS_ORIGINS: '' }],
  ['there is no environment', undefined],
])('no token and no origins where %s', (_, environment) => {
  expect(optionsOf(environment)).toEqual({ token: undefined, corsOrigins: [] })
})

test('a token and origins', () => {
  const environment = {
    GRADUS_TOKEN: 'aZ0-._~+/==',
    GRADUS_CORS_ORIGINS: 'https://a.example, http://b.example:81,',
  }
  expect(optionsOf(environment)).toEqual({
    token: 'aZ0-._~+/==',
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
