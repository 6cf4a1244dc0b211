import { drawing } from '@gradus/data/strokes'
import { loadTestData } from '@gradus/mnist/node'
import { describe, expect, test } from 'vitest'
import * as raster from './rasterise.ts'
import { Sketch } from './sketch.ts'
import { BLANK, type Drawing, type Stroke } from './stroke.ts'

const MNIST = { kind: 'image', rows: 28, cols: 28 } as const
const networkImage = (drawing: Drawing) => raster.networkImage(drawing, MNIST)
const rasterise = (drawing: Drawing) => raster.rasterise(drawing, MNIST)

const line: Stroke = [
  { x: 0.5, y: 0.1 },
  { x: 0.5, y: 0.9 },
]

/** Columns and rows that have ink. */
function extent(image: Uint8Array, width: number): { columns: number; rows: number } {
  const inked = Array.from(image.keys()).filter(i => image[i] !== 0)
  const columns = new Set(inked.map(i => i % width))
  const rows = new Set(inked.map(i => Math.floor(i / width)))
  return { columns: columns.size, rows: rows.size }
}

describe('as a picture', () => {
  test('a stroke is as wide as the pen, with round ends', () => {
    const { width, data } = rasterise({ strokes: [line] })
    const pen = 0.07 * 168
    const { columns, rows } = extent(data, width)
    expect(Math.abs(columns - pen)).toBeLessThanOrEqual(2)
    expect(Math.abs(rows - 0.8 * 168 - pen)).toBeLessThanOrEqual(2)
    const area = data.reduce((sum, value) => sum + value / 255, 0)
    expect(area).toBeCloseTo(pen * 0.8 * 168 + Math.PI * (pen / 2) ** 2, -2)
  })

  test('one point is a dot', () => {
    const { data } = rasterise({ strokes: [[{ x: 0.3, y: 0.7 }]] })
    const area = data.reduce((sum, value) => sum + value / 255, 0)
    expect(Math.abs(area - Math.PI * (0.035 * 168) ** 2)).toBeLessThan(5)
  })

  test('ink at the edge of the pad ends within the picture', () => {
    const around = [0, 1].flatMap(x => [0, 1].map(y => ({ x, y })))
    const { width, height, data } = rasterise({ strokes: around.map(point => [point]) })
    expect(data).toHaveLength(width * height)
    expect(data[6 * width + 6]).toBe(255)
  })
})

/** The network's image of a digit that a hand draws in the middle of the pad, at a part of the usual size. */
function drawnAt(digit: number, size: number): Uint8Array {
  const sketch = new Sketch(() => {})
  const place = (part: number): number => 0.5 + size * (part - 0.5)
  for (const stroke of drawing({ part: 'test', seed: 0, index: digit, style: 'usual' }).strokes) {
    const [first, ...others] = stroke.map(([x, y]) => ({ x: place(x), y: place(y) }))
    if (first) sketch.penDown(first).moves(others)
  }
  return networkImage(sketch.drawing) ?? new Uint8Array()
}

/**
 * Difference of two images, as a part of the ink: the least of those by a pixel each way, as the centre of
 * mass is rounded to whole pixels.
 */
function differenceOf(image: Uint8Array, other: Uint8Array): number {
  const ink = image.reduce((sum, value) => sum + value, 0)
  const shifts = [-1, 0, 1].flatMap(down => [-1, 0, 1].map(right => 28 * down + right))
  const differences = shifts.map(shift =>
    image.reduce((sum, value, i) => sum + Math.abs(value - (other[i + shift] ?? 0)), 0),
  )
  return Math.min(...differences) / ink
}

describe('what the network sees', () => {
  test.each([1.4, 0.5, 0.2, 0.1])('of a digit at %d of the usual size is nearly the same', size => {
    for (let digit = 0; digit < 10; digit++) {
      const [usual, other] = [drawnAt(digit, 1), drawnAt(digit, size)]
      expect(differenceOf(usual, other), `digit ${digit}`).toBeLessThan(0.05)
    }
  })

  test('of nothing is nothing', () => {
    expect(networkImage(BLANK)).toBeUndefined()
  })

  test('of a stroke is MNIST’s form, wherever it is drawn', () => {
    const image = networkImage({ strokes: [line] }) ?? new Uint8Array()
    expect(extent(image, 28)).toEqual({ columns: 2, rows: 20 })
    const moved = line.map(({ x, y }) => ({ x: x - 0.5, y: y + 0.09375 }))
    expect(networkImage({ strokes: [moved] })).toEqual(
      networkImage({ strokes: [moved.map(({ x, y }) => ({ x: x + 0.25, y }))] }),
    )
  })

  test('of an image of the test set is that image, and also of a dot drawn on its ink, nearly', async () => {
    const sample = (await loadTestData()).at(0).pixels
    expect(networkImage({ sample, strokes: [] })).toBe(sample)
    const top = sample.indexOf(255)
    const dot = { x: ((top % 28) + 0.5) / 28, y: (Math.floor(top / 28) + 0.5) / 28 }
    const drawn = networkImage({ sample, strokes: [[dot]] }) ?? new Uint8Array()
    const difference = drawn.reduce((sum, value, i) => sum + Math.abs(value - (sample[i] ?? 0)), 0) / 784
    expect(difference).toBeGreaterThan(0)
    expect(difference).toBeLessThan(6)
  })

  test('of strokes all along the edges is not mistaken for paper', () => {
    const frame = [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
      { x: 0, y: 1 },
      { x: 0, y: 0 },
    ]
    const image = networkImage({ strokes: [frame] }) ?? new Uint8Array()
    expect(extent(image, 28)).toEqual({ columns: 20, rows: 20 })
    expect(image[14 * 28 + 14]).toBe(0)
  })
})

describe('of a pad of another shape', () => {
  const tall = { kind: 'image', rows: 20, cols: 12 } as const
  const down: Stroke = [
    { x: 0.3, y: 0 },
    { x: 0.3, y: 1 },
  ]

  test('the picture has that shape, its longer side the 1', () => {
    const { width, height, data } = raster.rasterise({ strokes: [down] }, tall, 0)
    expect([width, height, data.length]).toEqual([12 * 9, 20 * 9, 108 * 180])
    expect(extent(data, width).rows).toBe(180)
    const wide = raster.rasterise({ strokes: [] }, { rows: 12, cols: 20 })
    expect([wide.width, wide.height]).toEqual([180 + 12, 108 + 12])
  })

  test('the network sees a normalised stroke in MNIST’s form, in 20 / 28 of the longer side', () => {
    const image = raster.networkImage({ strokes: [down] }, tall) ?? new Uint8Array()
    expect(image).toHaveLength(240)
    expect(extent(image, 12).rows).toBe(14)
  })

  test('the network sees the whole pad where pictures are only resized', () => {
    const whole = { ...tall, form: 'resized' } as const
    const image = raster.networkImage({ strokes: [down] }, whole) ?? new Uint8Array()
    expect(image).toHaveLength(240)
    expect(extent(image, 12)).toEqual({ columns: 2, rows: 20 })
    expect([image[10 * 12 + 5], image[10 * 12 + 6], image[10 * 12 + 7]]).toEqual([image[126], image[125], 0])
    const sample = Uint8Array.from({ length: 240 }, (_, i) => i % 251)
    expect(raster.networkImage({ sample, strokes: [] }, whole)).toBe(sample)
    const dotted = raster.networkImage({ sample, strokes: [[{ x: 0.55, y: 0.95 }]] }, whole)
    expect(dotted?.subarray(0, 12 * 17)).toEqual(sample.subarray(0, 12 * 17))
    expect(dotted).not.toEqual(sample)
  })
})
