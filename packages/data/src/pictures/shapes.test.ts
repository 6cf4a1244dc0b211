import { ShapeError } from '@gradus/core'
import type { Dataset } from '@gradus/mnist'
import { loadTestData } from '@gradus/mnist/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { imageOf } from './forms.ts'
import { atOnce, type GreyPicture } from './picture.ts'
import { shapedImageOf, shapesIn } from './shapes.ts'

/** A dark picture with light rectangles: left, top, width and height each. */
function draw(
  width: number,
  height: number,
  ...rectangles: readonly [number, number, number, number][]
): GreyPicture {
  const data = new Uint8Array(width * height)
  for (const [left, top, across, down] of rectangles)
    for (let y = top; y < top + down; y++) data.fill(255, y * width + left, y * width + left + across)
  return { width, height, data }
}

const count = (picture: GreyPicture) => atOnce(shapesIn(picture))

describe('shapes of like size', () => {
  test.each<[number, string, GreyPicture]>([
    [1, 'a bar', draw(60, 40, [20, 5, 6, 30])],
    [2, 'two bars', draw(60, 40, [10, 5, 6, 30], [40, 5, 6, 30])],
    [2, 'a bar and one of half its length', draw(60, 40, [10, 5, 6, 30], [40, 5, 6, 15])],
    [1, 'a bar and a shorter one', draw(60, 40, [10, 5, 6, 30], [40, 5, 6, 14])],
    [1, 'a bar and a thin one', draw(60, 40, [10, 5, 6, 30], [40, 5, 1, 30])],
    [1, 'a bar with a dot', draw(60, 40, [10, 10, 6, 25], [10, 2, 6, 6])],
    [1, 'a bar with specks', draw(60, 40, [10, 5, 6, 30], [40, 5, 1, 1], [50, 9, 2, 1], [44, 30, 1, 2])],
    [1, 'bars that touch at a corner', draw(60, 40, [10, 5, 6, 15], [16, 20, 6, 15])],
    [3, 'three, one above two', draw(60, 60, [10, 5, 9, 20], [30, 5, 9, 20], [20, 35, 9, 20])],
    [1, 'a frame', draw(60, 40, [5, 5, 40, 3], [5, 30, 40, 3], [5, 5, 3, 28], [42, 5, 3, 28])],
    [0, 'nothing', draw(30, 30)],
    [2, 'two in a large picture', draw(1500, 1000, [300, 200, 60, 500], [600, 200, 60, 500])],
  ])('%d: %s', (expected, _, picture) => {
    expect(count(picture)).toBe(expected)
    const inverted = { ...picture, data: Array.from(picture.data, value => 255 - value) }
    expect(count(inverted)).toBe(expected)
  })

  test('need a gap of a cell in a large picture', () => {
    const [one, other] = [
      [100, 100, 400, 800],
      [501, 100, 400, 800],
    ] as const
    expect(count(draw(1000, 1000, [...one], [...other]))).toBe(1)
    expect(count(draw(1000, 1000, [...one], [530, 100, 400, 800]))).toBe(2)
  })
})

describe('of MNIST', () => {
  let digits: Dataset
  beforeAll(async () => {
    digits = await loadTestData()
  })

  test('less than one in a hundred digits are taken for more', () => {
    let more = 0
    for (let i = 0; i < 2000; i++)
      if (count({ width: 28, height: 28, data: digits.at(i).pixels }) !== 1) more++
    expect(more).toBeLessThan(20)
  })

  test('nearly all pairs that are apart are taken for two', () => {
    let two = 0
    for (let i = 0; i < 400; i += 2) {
      const data = new Uint8Array(56 * 28)
      for (const [k, left] of [
        [i, 0],
        [i + 1, 28],
      ] as const)
        for (let y = 0; y < 28; y++)
          data.set(digits.at(k).pixels.subarray(28 * y, 28 * y + 28), 56 * y + left)
      if (count({ width: 56, height: 28, data }) === 2) two++
    }
    expect(two).toBeGreaterThan(190)
  })
})

test('a large picture is looked at in slices, and what is none is refused', () => {
  const steps = [...shapesIn(draw(1024, 768, [100, 100, 50, 500]))]
  expect(steps.length).toBeGreaterThan(50)
  expect(() => count({ width: 2, height: 2, data: [0] })).toThrow(ShapeError)
})

test('the image that comes with its shapes is the one that comes without', () => {
  const picture = draw(60, 40, [10, 5, 6, 30], [40, 5, 6, 30])
  const size = { kind: 'image', rows: 20, cols: 30 } as const
  expect(atOnce(shapedImageOf(picture, size))).toEqual({ image: atOnce(imageOf(picture, size)), shapes: 2 })
})
