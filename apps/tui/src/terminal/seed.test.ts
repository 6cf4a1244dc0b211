import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import { formatSeed, parseSeed } from '../arguments.ts'

test.each([
  ['0', 0],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740992', 9_007_199_254_740_992n],
  ['340282366920938463463374607431768211456', 2n ** 128n],
  ['1,2,3', [1, 2, 3]],
  ['1,18446744073709551621', [1, 18_446_744_073_709_551_621n]],
  ['random', 'random'],
])('%s', (text, seed) => {
  expect(parseSeed(text)).toEqual(seed)
})

test.each([
  [0, '0'],
  [2n ** 70n, '1180591620717411303424'],
  [[1, 2n ** 64n], '1,18446744073709551616'],
  [null, 'random'],
])('%s is written as the flag takes it', (seed, text) => {
  expect(formatSeed(seed)).toBe(text)
})

test.each(['', '-1', '1.5', '1e3', '0x10', '1,', ',', '1,,2', 'Random', 'one', '1n'])(
  '%j is refused',
  text => {
    expect(() => parseSeed(text)).toThrow(InvalidArgumentError)
    expect(() => parseSeed(text)).toThrow('Expected an integer of at least 0')
  },
)
