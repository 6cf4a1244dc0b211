import { createHash } from 'node:crypto'
import { OptionError } from '@gradus/core'
import * as entry from '@gradus/data/strokes'
import { describe, expect, test } from 'vitest'
import { PARTS } from '../part-names.ts'
import { normaliseInSlices } from '../pictures/normalise.ts'
import { atOnce } from '../pictures/picture.ts'
import { type DrawingChoice, drawing, pictureOf, type StrokeDrawing } from './drawing.ts'
import { TEST } from './hands/test.ts'
import { TRAIN } from './hands/train.ts'
import { VALIDATION } from './hands/validation.ts'
import { curveThrough, type Place, strokesIn } from './path.ts'
import { STYLES } from './styles.ts'
import { VARIANTS } from './variants.ts'

const names = VARIANTS.map(({ name }) => name)
const tables = { train: TRAIN, validation: VALIDATION, test: TEST }

/** Least and most of an axis, over all points. */
function extent({ strokes }: Pick<StrokeDrawing, 'strokes'>, axis: 0 | 1): [least: number, most: number] {
  const along = strokes.flat().map(place => place[axis])
  return [Math.min(...along), Math.max(...along)]
}

function lengths(drawn: StrokeDrawing): [across: number, down: number] {
  const [[left, right], [top, bottom]] = [extent(drawn, 0), extent(drawn, 1)]
  return [right - left, bottom - top]
}

test('the public face is these names', () => {
  expect(Object.keys(entry).sort()).toEqual(['STYLES', 'VARIANTS', 'drawing', 'inkStroke', 'pictureOf'])
})

describe('the table', () => {
  test.each(names)('%s: hands of three parts, of which none writes as one of another part does', name => {
    const paths = Object.entries(tables).flatMap(([part, hands]) => {
      expect(hands[name].length).toBeGreaterThanOrEqual(2)
      return hands[name].map(path => ({ part, path, places: evenly(path) }))
    })
    // A straight line is nobody's.
    const least = name === '1 plain' ? 0.005 : 0.0149
    for (const one of paths) {
      for (const other of paths.filter(({ part }) => part !== one.part)) {
        expect(apart(one.places, other.places), `${one.path} and ${other.path}`).toBeGreaterThan(least)
      }
    }
  })

  test.each(Object.entries(tables))('paths of %s are numbers, and about 100 high', (_, hands) => {
    for (const path of Object.values(hands).flat()) {
      expect(path).toMatch(/^-?\d+,\d+!?( (\/ )?-?\d+,\d+!?)+$/)
      const [top, bottom] = extent({ strokes: [evenly(path)] }, 1)
      expect(bottom - top, path).toBeGreaterThan(0.9)
      expect(bottom - top, path).toBeLessThan(1.1)
    }
  })
})

/** Places on a path, evenly along each stroke, on the scale of its height. */
function evenly(path: string): Place[] {
  return strokesIn(path).flatMap(knots => {
    const curve = curveThrough(knots, 1 / 200)
    return Array.from({ length: 40 }, (_, i) => curve[Math.round((i * (curve.length - 1)) / 39)] ?? [0, 0])
  })
}

/** Mean distance of the places of two paths; far where they have not the same strokes. */
function apart(a: readonly Place[], b: readonly Place[]): number {
  if (a.length !== b.length) return 1
  const [p, q] = [centred(a), centred(b)]
  const distances = p.map(([x, y], i) => Math.hypot(x - (q[i]?.[0] ?? 0), y - (q[i]?.[1] ?? 0)))
  return distances.reduce((sum, distance) => sum + distance, 0) / a.length
}

function centred(places: readonly Place[]): Place[] {
  const mean = ([0, 1] as const).map(axis => places.reduce((sum, p) => sum + p[axis], 0) / places.length)
  return places.map(([x, y]) => [x - (mean[0] ?? 0), y - (mean[1] ?? 0)])
}

describe('a drawing', () => {
  test('is the same for the same choice, and another for each other one', () => {
    const choices: DrawingChoice[] = [
      ...PARTS.flatMap(part => [0, 1, 2 ** 40].map(seed => ({ part, seed, index: 7 }))),
      { part: 'test', seed: 0, index: 17 },
      { part: 'test', seed: 0, index: 7, variant: '7 bar' },
      { part: 'test', seed: 0, index: 7, style: 'usual' },
      { part: 'test', seed: 0, index: 7, style: 'careful' },
    ]
    const hashOf = (choice: DrawingChoice): string =>
      createHash('sha256')
        .update(JSON.stringify(drawing(choice).strokes))
        .digest('hex')
    const hashes = choices.map(hashOf)
    expect(choices.map(hashOf)).toEqual(hashes)
    expect(new Set(hashes).size).toBe(choices.length)
  })

  test('has chance of its own for each part, variant and style', () => {
    const choice = { seed: 0, index: 7, variant: '7 bar', style: 'at the left' } as const
    const pens = PARTS.map(part => drawing({ ...choice, part }).pen)
    expect(new Set(pens).size).toBe(3)
    const shapeIn = (style: string): number => {
      const [across, down] = lengths(drawing({ ...choice, part: 'train', style }))
      return across / down
    }
    expect(Math.abs(shapeIn('at the left') - shapeIn('at the right'))).toBeGreaterThan(1e-6)
    expect(drawing({ ...choice, part: 'train', variant: '7 plain' }).pen).not.toBe(pens[0])
  })

  test('has the last figure of its index for a digit, and in turn all variants and styles', () => {
    const drawn = Array.from({ length: 2000 }, (_, index) => drawing({ part: 'train', seed: 3, index }))
    expect(drawn.map(({ label }) => label)).toEqual(drawn.map((_, index) => index % 10))
    expect(drawn.map(({ variant }) => Number(variant[0]))).toEqual(drawn.map(({ label }) => label))
    expect(new Set(drawn.map(({ variant }) => variant))).toEqual(new Set(names))
    expect(new Set(drawn.map(({ style }) => style))).toEqual(new Set(STYLES.map(({ name }) => name)))
  })

  test.each(STYLES)('$name: size, place and pen are as the style says, all within the pad', style => {
    for (let index = 0; index < 30; index++) {
      const drawn = drawing({ part: 'validation', seed: 1, index, style: style.name })
      expect(drawn.style).toBe(style.name)
      const longer = Math.max(...lengths(drawn))
      // Trembling comes on top.
      const most = style.size[1] * (1 + 8 * style.tremor[1])
      expect(longer).toBeGreaterThan(style.size[0] * (1 - 1e-9))
      expect(longer).toBeLessThan(most * (1 + 1e-9))
      expect(drawn.pen / longer).toBeLessThan(style.pen[1] * (1 + 1e-9))
      expect(drawn.pen / longer).toBeGreaterThan(style.pen[0] / (1 + 8 * style.tremor[1]) - 1e-9)
      for (const axis of [0, 1] as const) {
        const [least, highest] = extent(drawn, axis)
        expect(least - drawn.pen / 2).toBeGreaterThan(0.0099)
        expect(highest + drawn.pen / 2).toBeLessThan(0.9901)
      }
    }
  })

  test('of a corner style is in that corner, and a wide one is wider than a narrow one', () => {
    const drawn = (style: string) => drawing({ part: 'test', seed: 2, index: 3, style })
    const corner = drawn('in the lower right corner')
    expect(extent(corner, 0)[1]).toBeGreaterThan(0.85)
    expect(extent(corner, 1)[1]).toBeGreaterThan(0.85)
    const upper = drawn('in the upper right corner')
    expect(extent(upper, 0)[1]).toBeGreaterThan(0.85)
    expect(extent(upper, 1)[0]).toBeLessThan(0.15)
    const shape = (style: string): number => {
      const [across, down] = lengths(drawn(style))
      return across / down
    }
    expect(shape('very wide')).toBeGreaterThan(1.5 * shape('wide') * 0.7)
    expect(shape('wide')).toBeGreaterThan(1.5 * shape('narrow'))
    expect(shape('narrow')).toBeGreaterThan(shape('very narrow'))
  })

  test('leans, is turned, and trembles as its style says', () => {
    /** The mean over drawings of a 7 with a bar: its first stroke, and then the bar. */
    const mean = (style: string, measure: (first: readonly Place[], bar: readonly Place[]) => number) => {
      const measured = Array.from({ length: 40 }, (_, index) => {
        const [first = [], bar = []] = drawing({
          ...{ part: 'train', seed: 0, index, variant: '7 bar', style },
        }).strokes
        return measure(first, bar)
      })
      return measured.reduce((sum, value) => sum + value, 0) / measured.length
    }
    const lean = ([upper = [0, 0], ...others]: readonly Place[]): number => {
      const [x, y] = others.at(-1) ?? upper
      return (upper[0] - x) / (y - upper[1])
    }
    const fall = (_: readonly Place[], bar: readonly Place[]): number => {
      const [[x, y] = [0, 0], [u, v] = [1, 0]] = [bar[0], bar.at(-1)]
      return (v - y) / (u - x)
    }
    const roughness = (_: readonly Place[], bar: readonly Place[]): number =>
      bar.reduce((sum, [, y], i) => {
        const [before, after] = [bar[i - 1], bar[i + 1]]
        return before && after ? sum + Math.abs(before[1] + after[1] - 2 * y) : sum
      }, 0)
    // Tangents of the middles of the styles' ranges: 5, 22, -16 and 13 degrees.
    expect(mean('leaning right', lean) - mean('usual', lean)).toBeCloseTo(0.404 - 0.087, 1)
    expect(mean('leaning left', lean) - mean('usual', lean)).toBeCloseTo(-0.287 - 0.087, 1)
    expect(mean('leaning right', fall)).toBeCloseTo(mean('usual', fall), 1)
    expect(mean('turned right', fall) - mean('usual', fall)).toBeCloseTo(0.231, 1)
    expect(mean('turned left', fall) - mean('usual', fall)).toBeCloseTo(-0.231, 1)
    expect(mean('trembling much', roughness)).toBeGreaterThan(1.3 * mean('trembling', roughness))
    expect(mean('trembling', roughness)).toBeGreaterThan(3 * mean('careful', roughness))
  })

  test('as a picture is light ink on 0, which has its shape in MNIST form', () => {
    const drawn = drawing({ part: 'test', seed: 0, index: 1, variant: '1 plain', style: 'careful' })
    const picture = pictureOf(drawn, 280)
    expect(picture).toMatchObject({ width: 280, height: 280 })
    expect(Math.max(...picture.data)).toBe(255)
    expect(picture.data[0]).toBe(0)
    const image = atOnce(normaliseInSlices(picture))
    const rows = new Set(
      Array.from(image.keys())
        .filter(i => (image[i] ?? 0) > 0)
        .map(i => Math.floor(i / 28)),
    )
    expect(rows.size).toBe(20)
  })

  test.each([
    [{ seed: -1 }, 'seed', /seed is -1: expected a whole number of at least 0/],
    [{ index: 0.5 }, 'index', /index is 0\.5: expected a whole number/],
    [{ variant: '7 dotted' }, 'variant', /variant is "7 dotted": expected one of 0 plain, 0 slash/],
    [{ style: '' }, 'style', /style is "": expected one of usual, careful/],
  ])('%j is refused', (fault, option, message) => {
    const draw = () => drawing({ part: 'train', seed: 0, index: 0, ...fault })
    expect(draw).toThrow(OptionError)
    expect(draw).toThrow(expect.objectContaining({ option, message: expect.stringMatching(message) }))
  })

  test('of another part is refused', () => {
    const choice: DrawingChoice = JSON.parse('{ "part": "dev", "seed": 0, "index": 0 }')
    expect(() => drawing(choice)).toThrow(/part is "dev": expected train, validation, test\. Correct it\./)
  })
})
