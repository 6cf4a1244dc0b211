import { describe, expect, test } from 'vitest'
import {
  formatCost,
  formatCount,
  formatDuration,
  formatEta,
  formatEvaluation,
  formatNumber,
  formatRate,
  formatScore,
  formatShare,
  shortPlaceOf,
} from './format.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [50_000, '50,000'],
  [1_234_567, '1,234,567'],
])('count %d', (count, text) => {
  expect(formatCount(count)).toBe(text)
})

test.each([
  [0, '0'],
  [71_234, '71,200'],
  [999.6, '1,000'],
  [1.234, '1.23'],
  [Number.NaN, '-'],
  [Number.POSITIVE_INFINITY, '-'],
])('rate %d', (rate, text) => {
  expect(formatRate(rate)).toBe(text)
})

test.each([
  [0, '0:00'],
  [7.4, '0:07'],
  [59.5, '1:00'],
  [725, '12:05'],
  [3599.9, '1:00:00'],
  [3723, '1:02:03'],
  [360_000, '100:00:00'],
  [Number.NaN, '-:--'],
  [Number.POSITIVE_INFINITY, '-:--'],
  [-1, '-:--'],
])('duration %d', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

describe('costs and evaluations', () => {
  test.each([
    [0.094_123, '0.0941'],
    [4.5, '4.50'],
    [Number.NaN, '-'],
  ])('cost %d', (cost, text) => {
    expect(formatCost(cost)).toBe(text)
  })

  test('an evaluation', () => {
    expect(formatEvaluation({ correct: 9361, total: 10_000 })).toBe('9,361 / 10,000 (93.61 %)')
  })
})

test.each([
  [0.936_14, '93.61 %'],
  [1, '100.00 %'],
  [0, '0.00 %'],
  [null, '-'],
])('share %s', (share, text) => {
  expect(formatShare(share)).toBe(text)
})

test.each([
  [0, '0'],
  [-3.899_421_73, '-3.899'],
  [108.402_23, '108.4'],
  [0.005_378_069, '0.005378'],
  [1.5e-300, '1.5e-300'],
])('number %d', (value, text) => {
  expect(formatNumber(value)).toBe(text)
})

test.each([
  [3, '3'],
  [0.006698729810778065, '0.00669873'],
  [1e-9, '1e-9'],
])('eta %d is %s', (eta, text) => {
  expect(formatEta(eta)).toBe(text)
})

test.each([
  [0, '0'],
  [0.0000432, '4e-5'],
  [0.002, '0.002'],
  [0.42, '0.420'],
  [0.9987, '0.999'],
  [0.99912, '0.99912'],
  [0.99987, '0.99987'],
  [0.999987, '0.999987'],
  [1 - 2e-7, '1-2e-7'],
  [1, '1'],
])('the score %d', (score, text) => {
  expect(formatScore(score)).toBe(text)
})

test('a place in short: an epoch has its number only while it lasts', () => {
  expect(shortPlaceOf(30, 0)).toBe('after 30 epochs')
  expect(shortPlaceOf(30, 10)).toBe('in epoch 30')
})
