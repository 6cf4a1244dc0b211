import { InvalidArgumentError } from 'commander'
import { describe, expect, test } from 'vitest'
import {
  formatAugment,
  formatEtaChanges,
  parseAugment,
  parseCount,
  parseEta,
  parseEtaChanges,
  parseIndex,
  parseSeconds,
} from './arguments.ts'

describe('a count', () => {
  test.each([
    ['1', 1],
    ['60000', 60_000],
    ['007', 7],
  ])('%j', (text, count) => {
    expect(parseCount(text)).toBe(count)
  })

  test.each(['', '0', '-1', '+1', '1.5', '1e3', '0x10', ' 1', 'ten', 'NaN', 'Infinity'])(
    '%j is refused',
    text => {
      expect(() => parseCount(text)).toThrow(InvalidArgumentError)
      expect(() => parseCount(text)).toThrow('Expected a whole number of at least 1')
    },
  )
})

test('an index', () => {
  for (const [text, index] of [
    ['0', 0],
    ['9999', 9999],
    ['007', 7],
  ] as const)
    expect(parseIndex(text)).toBe(index)
  for (const text of ['', '-1', '1.5', '1e3', 'first', '9007199254740993']) {
    expect(() => parseIndex(text)).toThrow(InvalidArgumentError)
    expect(() => parseIndex(text)).toThrow('Expected a whole number of at least 0, such as 7.')
  }
})

test('a count beyond what numbers count to', () => {
  expect(() => parseCount('9007199254740993')).toThrow('Expected a whole number of at most 9007199254740991.')
})

describe('eta', () => {
  test.each([
    ['3', 3],
    ['0.001', 0.001],
    ['.5', 0.5],
    ['2.', 2],
    ['1e-3', 0.001],
    ['+1E308', 1e308],
  ])('%j', (text, eta) => {
    expect(parseEta(text)).toBe(eta)
  })

  test.each([
    '',
    '0',
    '0.0',
    '-3',
    '1e309',
    '1e-400',
    'Infinity',
    'NaN',
    '3,0',
    '0x3',
    '3 ',
    'three',
    '.',
    'e3',
  ])('%j is refused', text => {
    expect(() => parseEta(text)).toThrow(InvalidArgumentError)
    expect(() => parseEta(text)).toThrow('Expected a finite number above 0')
  })
})

test('seconds', () => {
  expect(parseSeconds('0.5')).toBe(0.5)
  for (const text of ['0', '-1', 'soon', '5s'])
    expect(() => parseSeconds(text)).toThrow('Expected a finite number above 0, such as 5 or 0.5.')
})

describe('changes of eta', () => {
  test.each([
    ['none', []],
    ['10=1', [{ epoch: 10, position: 0, eta: 1 }]],
    [
      '1=0.5,2:300=0.25',
      [
        { epoch: 1, position: 0, eta: 0.5 },
        { epoch: 2, position: 300, eta: 0.25 },
      ],
    ],
  ])('%s', (text, changes) => {
    expect(parseEtaChanges(text)).toEqual(changes)
    expect(formatEtaChanges(changes)).toBe(text)
  })

  test.each(['', '10', '=1', '1=', 'a=1', '1:=2', '1=0', '1=-1', '-1=1', '1=1,', '1:2:3=4', '1.5=1'])(
    '%j is refused',
    text => expect(() => parseEtaChanges(text)).toThrow(InvalidArgumentError),
  )
})

describe('an augmentation', () => {
  test.each([
    ['shift=1', { shift: 1 }],
    ['shift=1,rotate=12,scale=15,shear=10', { shift: 1, rotate: 12, scale: 15, shear: 10 }],
    ['thickness=0.5,elastic=2', { thickness: 0.5, elastic: 2 }],
    ['shift=0,rotate=0', { shift: 0, rotate: 0 }],
  ])('%j', (text, augment) => {
    expect(parseAugment(text)).toEqual(augment)
    expect(formatAugment(augment)).toBe(text)
  })

  test('may be affine, with parts of its own, or none', () => {
    expect(parseAugment('affine')).toEqual(parseAugment('shift=1,rotate=12,scale=15,shear=10'))
    expect(parseAugment('affine, rotate=7')).toEqual({ shift: 1, rotate: 7, scale: 15, shear: 10 })
    expect(Object.values(parseAugment('none'))).toEqual([0, 0, 0, 0, 0, 0])
  })

  test.each([
    '',
    'rotate',
    'rotate=',
    'rotate=-1',
    'shift=1.5',
    'turn=1',
    'affine=1',
    'rotate=1,',
    'rotate=1=2',
  ])('%j is refused', text => expect(() => parseAugment(text)).toThrow(InvalidArgumentError))
})
