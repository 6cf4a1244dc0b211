import { describe, expect, test } from 'vitest'
import {
  choicesOf,
  parseHidden,
  parseImageSize,
  parseNames,
  parseShares,
  parseSplitSeed,
} from './data-flags.ts'

describe('the flags of data', () => {
  test.each([
    [parseHidden, 'none', []],
    [parseHidden, '30', [30]],
    [parseHidden, '100, 50', [100, 50]],
    [parseShares, '80,10,10', [80, 10, 10]],
    [parseShares, '0.5, 0.5,0', [0.5, 0.5, 0]],
    [parseImageSize, '28', { rows: 28, cols: 28 }],
    [parseImageSize, '28x20', { rows: 28, cols: 20 }],
    [parseNames, 'cat, dog', ['cat', 'dog']],
    [parseSplitSeed, '007', '7'],
    [parseSplitSeed, '123456789012345678901', '123456789012345678901'],
  ])('%o takes %j', (parse, text, value) => {
    expect(parse(text)).toEqual(value)
  })

  test.each([
    [parseHidden, '0', 'such as 30 or 100,50, or none'],
    [parseHidden, '', 'such as 30 or 100,50, or none'],
    [parseHidden, 'none,5', 'such as 30 or 100,50, or none'],
    [parseShares, '80,20', 'three shares'],
    [parseShares, '0,50,50', 'the first above 0'],
    [parseShares, '80,-10,30', 'three shares'],
    [parseShares, '80,,20', 'three shares'],
    [parseImageSize, '0x28', 'such as 28x20'],
    [parseImageSize, '28x', 'such as 28x20'],
    [parseImageSize, '100000', 'such as 28x20'],
    [parseNames, 'cat,,dog', 'Expected different names'],
    [parseNames, 'cat,cat', 'Expected different names'],
    [parseSplitSeed, '-1', 'such as 7'],
  ])('%o refuses %j', (parse, text, message) => {
    expect(() => parse(text)).toThrow(message)
  })
})

test('a split has usual shares and a usual seed where only one is given', () => {
  expect(choicesOf({ splitSeed: '7' }).split).toEqual({ shares: [80, 10, 10], seed: '7' })
  expect(choicesOf({ split: [1, 1, 1] }).split).toEqual({ shares: [1, 1, 1], seed: '0' })
  expect(choicesOf({ form: 'auto', cache: true })).toEqual({})
})
