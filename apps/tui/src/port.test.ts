import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import { parsePort } from './arguments.ts'

test.each([
  ['0', 0],
  ['8787', 8787],
  ['65535', 65_535],
])('%j', (text, port) => {
  expect(parsePort(text)).toBe(port)
})

test.each(['', '-1', '65536', '80.5', '1e3', 'http', '000080'])('%j is refused', text => {
  expect(() => parsePort(text)).toThrow(InvalidArgumentError)
})
