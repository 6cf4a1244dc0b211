import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import { parseSizes } from './arguments.ts'

test.each([
  ['784,15,10', [784, 15, 10]],
  ['784, 30, 20, 10', [784, 30, 20, 10]],
  ['1,1', [1, 1]],
])('%j', (text, sizes) => {
  expect(parseSizes(text)).toEqual(sizes)
})

test.each([
  '',
  '784',
  '784,',
  ',10',
  '784,,10',
  '784,0,10',
  '784,-15,10',
  '784,1.5,10',
  '784;15;10',
  '1e3,10',
  'a,b',
  '784,99999999999999999,10',
])('%j is refused', text => {
  expect(() => parseSizes(text)).toThrow(InvalidArgumentError)
  expect(() => parseSizes(text)).toThrow('such as 784,15,10')
})
