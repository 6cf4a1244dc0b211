import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Axis, scaleOf, ticksOf } from './axis.ts'

function labelsOf(axis: Axis, values: readonly number[], wanted: number): string[] {
  const scale = scaleOf(axis, values)
  return scale ? ticksOf(scale, axis.unit, wanted).map(({ label }) => label) : []
}

test.each<[string, Axis, number[], number, string[]]>([
  ['whole numbers', { unit: 'whole' }, [0, 29], 6, ['0', '5', '10', '15', '20', '25']],
  ['few whole numbers', { unit: 'whole' }, [0, 2], 9, ['0', '1', '2']],
  ['one whole number', { unit: 'whole' }, [7], 9, ['7', '8']],
  ['shares', { unit: 'share' }, [0.887, 0.951], 3, ['90 %', '95 %']],
  ['shares close together', { unit: 'share' }, [0.9412, 0.9427], 3, ['94.15 %', '94.20 %', '94.25 %']],
  ['costs', {}, [0.04, 0.14], 3, ['0.05', '0.10']],
  ['small costs', {}, [1.1e-7, 3.2e-7], 3, ['2e-7', '3e-7']],
  ['large counts', {}, [0, 50_000], 3, ['0', '20,000', '40,000']],
  ['larger counts', {}, [0, 4e9], 2, ['0', '2e+9', '4e+9']],
  ['a value alone', {}, [0.5], 2, ['0.48', '0.50', '0.52']],
  ['values that differ by less than a label tells', {}, [0.5, 0.5 + 1e-9], 2, ['0.48', '0.50', '0.52']],
  ['a range between two round values', {}, [0.911, 0.918], 1, ['0.912', '0.914', '0.916', '0.918']],
  ['parts of whole numbers', { unit: 'whole' }, [0.2, 0.8], 3, ['0', '1']],
  [
    'a logarithmic range with one power of ten',
    { scale: 'log' },
    [0.04, 0.9],
    1,
    ['0.05', '0.1', '0.2', '0.5'],
  ],
  ['a logarithmic range with none', { scale: 'log' }, [0.3, 0.45], 1, ['0.3', '0.4']],
  ['powers of ten', { scale: 'log' }, [2e-5, 20], 3, ['0.0001', '0.01', '1']],
  ['one power of ten and its parts', { scale: 'log' }, [0.3, 6], 5, ['0.5', '1', '2', '5']],
])('%s', (_, axis, values, wanted, labels) => {
  expect(labelsOf(axis, values, wanted)).toEqual(labels)
})

test.each<[Axis, number[], boolean]>([
  [{ scale: 'auto' }, [0.01, 0.19], false],
  [{ scale: 'auto' }, [0.01, 0.21], true],
  [{ scale: 'auto' }, [0, 1], false],
  [{ scale: 'log' }, [-1, 1], false],
  [{}, [1e-9, 1], false],
])('%j of %j is logarithmic: %s', (axis, values, isLog) => {
  expect(scaleOf(axis, values)?.isLog).toBe(isLog)
})

test('values that are not finite have no scale', () => {
  expect(scaleOf({}, [Number.NaN, Number.POSITIVE_INFINITY])).toBeUndefined()
})

test('a range of its own', () => {
  const scale = scaleOf({ from: 0, to: 10 }, [3, 4])
  expect([0, 5, 10].map(value => scale?.at(value))).toEqual([0, 0.5, 1])
})

test('no share is above 100 %', () => {
  expect(scaleOf({ unit: 'share' }, [1, 1])).toMatchObject({ from: 0.95, to: 1 })
  expect(scaleOf({ unit: 'share' }, [0.5])).toMatchObject({ from: 0.475, to: 0.525 })
})

test('every scale has two numbers or more, which tell its range', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const any = fc.oneof(share, fc.double({ min: -1e300, max: 1e300, noNaN: true }))
  const list = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.record({ values: list(share), unit: fc.constant('share' as const) }),
        fc.record({ values: list(fc.nat(1e6)), unit: fc.constant('whole' as const) }),
        fc.record({ values: list(any), unit: fc.constant(undefined) }),
      ),
      fc.constantFrom('linear', 'log', 'auto'),
      fc.integer({ min: 1, max: 20 }),
      ({ values, unit }, scale, wanted) => {
        const labels = labelsOf({ scale, ...(unit && { unit }) }, values, wanted)
        expect(new Set(labels).size).toBeGreaterThanOrEqual(2)
      },
    ),
    { numRuns: 500 },
  )
})
