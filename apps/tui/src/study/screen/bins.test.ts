import { type Dimension, Space } from '@gradus/study'
import { expect, test } from 'vitest'
import { binsOf } from './bins.ts'

function dimension(text: string): Dimension {
  const [only] = Space.parse([text]).dimensions
  if (!only) throw new Error('expected a field')
  return only
}

const ROOM = { most: 10, wanted: 4 }

test('each choice is a part', () => {
  const bins = binsOf(dimension('hidden=15,30,100x50'), [], ROOM)
  expect(bins.labels).toEqual(['15', '30', '100x50'])
  expect([[15], [30], [100, 50]].map(bins.at)).toEqual([0, 1, 2])
})

test('choices that follow each other share a part where there is no room', () => {
  const bins = binsOf(dimension('eta=1,2,3,4,5'), [], { most: 2, wanted: 4 })
  expect(bins.labels).toEqual(['1', '4'])
  expect([1, 2, 3, 4, 5].map(bins.at)).toEqual([0, 0, 0, 1, 1])
})

test('a few values of a range are parts of their own, in the order of the numbers', () => {
  const bins = binsOf(dimension('miniBatchSize=8..64'), [64, 8, 64, 10], ROOM)
  expect(bins.labels).toEqual(['8', '10', '64'])
  expect([64, 8, 10].map(bins.at)).toEqual([2, 0, 1])
})

test('many values of a logarithmic range lie in parts that are equally wide on its scale', () => {
  const values = Array.from({ length: 99 }, (_, i) => 0.1 + i / 10)
  const bins = binsOf(dimension('eta=0.1..1000'), values, ROOM)
  expect(bins.labels).toEqual(['0.32', '3.2', '32', '320'])
  expect([0.1, 0.99, 1.01, 9.9, 10.1, 101, 1000].map(bins.at)).toEqual([0, 0, 1, 1, 2, 3, 3])
})

test('those of a uniform range, too, and of one of layers', () => {
  const values = Array.from({ length: 99 }, (_, i) => i / 20)
  expect(binsOf(dimension('l2=0..5'), values, { most: 5, wanted: 9 }).labels).toEqual([
    ...['0.5', '1.5', '2.5', '3.5', '4.5'],
  ])
  const layers = binsOf(
    dimension('hidden=10..1000'),
    Array.from({ length: 50 }, (_, i) => [10 + i]),
    {
      most: 2,
      wanted: 2,
    },
  )
  expect(layers.labels).toEqual(['32', '320'])
  expect([[10], [99], [101], [1000]].map(layers.at)).toEqual([0, 0, 1, 1])
})

test('a few sizes of a layer are parts of their own', () => {
  const bins = binsOf(dimension('hidden=10..1000'), [[30], [10], [30]], ROOM)
  expect(bins.labels).toEqual(['10', '30'])
  expect([[10], [30]].map(bins.at)).toEqual([0, 1])
})
