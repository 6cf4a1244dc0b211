import { OptionError } from '@gradus/core/predict'
import { expect, test } from 'vitest'
import { addressOf } from './start.ts'

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
