import { answerOf, type DenseExamples, pairOf } from '@gradus/core'
import { trainingSampleOf } from '@gradus/data'
import { expect, test } from 'vitest'

test('the sample of the training data has all of a few, and of many one of each of 5,000 stretches', () => {
  const numbers = (length: number): DenseExamples => ({
    ...{ kind: 'dense', length, inputSize: 1, outputSize: 2 },
    x: Float64Array.from({ length }, (_, i) => i),
    y: Float64Array.from({ length: 2 * length }, (_, i) => ((i >> 1) % 2 === i % 2 ? 1 : 0)),
  })
  const few = numbers(5000)
  expect(trainingSampleOf(few)).toBe(few)
  const sample = trainingSampleOf(numbers(50_000))
  expect(sample).toMatchObject({ length: 5000, inputSize: 1, outputSize: 2 })
  const chosen = Array.from({ length: 5000 }, (_, i) => pairOf(sample, i)[0].data[0] ?? -1)
  expect(chosen.map(number => Math.floor(number / 10))).toEqual(chosen.map((_, i) => i))
  expect(chosen.every((number, i) => answerOf(sample, i) === number % 2)).toBe(true)
  // Labels often have a period, and each place of it counts alike.
  const places = Array.from({ length: 20 }, (_, place) => chosen.filter(n => n % 20 === place).length)
  for (const count of places) expect(Math.abs(count - 250)).toBeLessThan(10)
})
