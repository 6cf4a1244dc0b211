import { createHash } from 'node:crypto'
import type { GreyImage } from '@gradus/core'
import { loadTestData } from '@gradus/mnist/node'
import { describe, expect, test } from 'vitest'
import { imageOf, isInk, isNormalised } from './forms.ts'
import { normalise } from './normalise.ts'
import { atOnce, BlankImageError, type GreyPicture } from './picture.ts'

/** A picture whose pixel (x, y) has this grey value. */
function draw(width: number, height: number, grey: (x: number, y: number) => number): GreyPicture {
  const data = Uint8Array.from({ length: width * height }, (_, p) => grey(p % width, Math.floor(p / width)))
  return { width, height, data }
}

const imageIn = (picture: GreyPicture, rows: number, cols: number, form?: GreyImage['form']) =>
  atOnce(imageOf(picture, { kind: 'image', rows, cols, form }))

const pattern = (width: number, height: number) =>
  draw(width, height, (x, y) => (7 * x + 13 * y + x * y) % 256)

/** SHA-256 (its first 16 digits) of the images that NumPy makes: `python3 test/goldens/resize.py` prints them. */
const RESIZED = [
  [28, 28, 28, 28, '4dbef859eed8d2d9'],
  [100, 75, 28, 28, '816e364271916ced'],
  [64, 64, 28, 28, '8667f50f6c0de9f7'],
  [29, 31, 28, 20, '5dfb57d974f87d15'],
  [17, 40, 32, 28, '8cc4d16a77051581'],
  [5, 3, 28, 28, '94c670096db4f766'],
  [1, 1, 9, 4, '6db65fd59fd356f6'],
  [97, 2, 10, 11, 'de7389a4dc4bfac2'],
] as const

describe('a whole picture in another size', () => {
  test.each(RESIZED)('%d x %d in %d x %d: the bytes of NumPy', (width, height, cols, rows, hash) => {
    const image = imageIn(pattern(width, height), rows, cols, 'resized')
    expect(createHash('sha256').update(image).digest('hex').slice(0, 16)).toBe(hash)
  })

  test('has the mean of what each pixel covers', () => {
    const halves = draw(4, 2, (x, y) => 10 * x + y)
    expect([...imageIn(halves, 1, 2, 'resized')]).toEqual([6, 26])
    expect([
      ...imageIn(
        draw(3, 1, x => 100 * x),
        1,
        2,
        'resized',
      ),
    ]).toEqual([33, 167])
  })

  test('enlarged by a whole number repeats its pixels, and in its own size is unchanged', () => {
    const { data } = pattern(9, 7)
    expect([...imageIn({ width: 9, height: 7, data }, 7, 9, 'resized')]).toEqual([...Array.from(data)])
    const large = imageIn({ width: 9, height: 7, data }, 21, 18, 'resized')
    for (let y = 0; y < 21; y++)
      for (let x = 0; x < 18; x++) expect(large[y * 18 + x]).toBe(data[Math.floor(y / 3) * 9 + (x >> 1)])
  })

  test('may be blank', () => {
    expect([
      ...imageIn(
        draw(300, 200, () => 7),
        2,
        2,
        'resized',
      ),
    ]).toEqual([7, 7, 7, 7])
  })

  test('is refused where it is none', () => {
    const data = [1, 2, 300, 4]
    expect(() => imageIn({ width: 2, height: 2, data }, 1, 1, 'resized')).toThrow(
      /data\[2\] is 300: expected/,
    )
    expect(() => imageIn({ width: 2, height: 3, data }, 1, 1, 'resized')).toThrow(
      /data has 4 values: expected 6/,
    )
  })

  test('is made in slices', () => {
    const work = imageOf(pattern(1000, 700), { kind: 'image', rows: 28, cols: 28, form: 'resized' })
    const done = [...work].reduce((sum, slice) => sum + slice, 0)
    expect(done).toBeGreaterThan(1000 * 700 * 0.9)
  })
})

describe("ink in MNIST's form", () => {
  const stroke = draw(60, 50, (x, y) => (x >= 20 && x < 30 && y >= 5 && y < 45 ? 20 : 240))

  test('in 28 x 28 is what normalise makes', () => {
    expect(imageIn(stroke, 28, 28)).toEqual(normalise(stroke))
    expect(imageIn(stroke, 28, 28, 'normalised')).toEqual(normalise(stroke))
  })

  test.each([
    [56, 56, 40, 10],
    [14, 14, 10, 2.5],
    [16, 40, 11, 2.75],
    [40, 14, 29, 7.25],
    [8, 8, 6, 1.5],
  ])('in %d x %d fills 20 of 28 of the side, with its centre in the middle', (rows, cols, tall, wide) => {
    const image = imageIn(stroke, rows, cols)
    const inked = [...image].flatMap((value, i) =>
      value > 0 ? [{ x: i % cols, y: Math.floor(i / cols), value }] : [],
    )
    expect(new Set(inked.map(({ y }) => y)).size).toBe(tall)
    expect(new Set(inked.map(({ x }) => x)).size).toBe(Math.ceil(wide))
    const mass = inked.reduce((sum, { value }) => sum + value, 0)
    const centre = (axis: 'x' | 'y') =>
      inked.reduce((sum, pixel) => sum + pixel.value * pixel[axis], 0) / mass
    expect(Math.abs(centre('x') - cols / 2)).toBeLessThanOrEqual(0.5)
    expect(Math.abs(centre('y') - rows / 2)).toBeLessThanOrEqual(0.5)
  })

  test('keeps within the box where its other side is the narrower', () => {
    const bar = draw(90, 40, (x, y) => (x >= 10 && x < 80 && y >= 10 && y < 30 ? 255 : 0))
    const image = imageIn(bar, 40, 14)
    const columns = [...image].flatMap((value, i) => (value > 0 ? [i % 14] : []))
    expect([Math.min(...columns), Math.max(...columns)]).toEqual([2, 11])
  })

  test('is no smaller than a pixel', () => {
    expect([...imageIn(stroke, 1, 1)]).toEqual([253])
  })

  test('is refused where there is none', () => {
    expect(() =>
      imageIn(
        draw(9, 9, () => 3),
        56,
        56,
      ),
    ).toThrow(BlankImageError)
  })
})

describe('the form of data', () => {
  const grown = ({ width, height, data }: GreyPicture, times: number) =>
    draw(width * times + 40, height * times + 20, (x, y) => {
      const [column, row] = [Math.floor((x - 9) / times), Math.floor((y - 13) / times)]
      const isInside = column >= 0 && column < width && row >= 0 && row < height
      return 235 - 0.8 * (isInside ? (data[row * width + column] ?? 0) : 0)
    })
  const digits = async (count: number): Promise<GreyPicture[]> => {
    const data = await loadTestData()
    return Array.from({ length: count }, (_, i) => ({ width: 28, height: 28, data: data.at(i).pixels }))
  }
  /** Bags, shirts and the like: filled, in a few tones, as wide as the image. */
  const filled = Array.from({ length: 20 }, (_, k) =>
    draw(28, 28, (x, y) =>
      x > 3 && x < 24 - (k % 5) && y > 1 + (k % 3) && y < 27 ? 120 + ((x * y + k) % 90) : 0,
    ),
  )
  const photos = Array.from({ length: 20 }, (_, k) =>
    draw(90, 70, (x, y) => 60 + x + y + ((x * 7919 + y * 104_729 + k * x * y) % 80)),
  )

  test('MNIST is normalised, in any size', async () => {
    const images = await digits(400)
    expect(isNormalised(images)).toBe(true)
    const others = images.slice(0, 50).map(image => ({ width: 40, height: 40, data: imageIn(image, 40, 40) }))
    expect(isNormalised(others)).toBe(true)
  })

  test('inverted, moved, enlarged or filled images are not', async () => {
    const images = await digits(100)
    const changed = (change: (data: readonly number[]) => number[]) =>
      images.map(({ data }) => ({ width: 28, height: 28, data: change(Array.from(data)) }))
    expect(isNormalised(changed(data => data.map(value => 255 - value)))).toBe(false)
    expect(isNormalised(changed(data => [...data.slice(84), ...data.slice(0, 84)]))).toBe(false)
    expect(isNormalised(images.map(image => grown(image, 1)))).toBe(false)
    expect(isNormalised(filled)).toBe(false)
    expect(isNormalised([])).toBe(false)
  })

  test('nine in ten are enough, and eight are not', async () => {
    const blank = draw(28, 28, () => 0)
    const images = await digits(20)
    expect(isNormalised([...images.slice(2), blank, blank])).toBe(true)
    expect(isNormalised([...images.slice(4), blank, blank, blank, blank])).toBe(false)
    expect(isInk([...images.slice(2), blank, blank])).toBe(true)
    expect(isInk([...images.slice(4), blank, blank, blank, blank])).toBe(false)
  })

  test.each([1, 2, 5])('digits on paper are ink, %d times as large', async times => {
    const images = await digits(60)
    expect(isInk(images.map(image => grown(image, times)))).toBe(true)
  })

  test('what is filled, photographs and nothing are no ink', () => {
    expect(isInk(filled)).toBe(false)
    expect(isInk(photos)).toBe(false)
    expect(isInk([])).toBe(false)
  })
})
