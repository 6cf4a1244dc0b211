import { GradusError, OptionError, ShapeError } from '@gradus/core'
import type { Dataset } from '@gradus/mnist'
import { loadTestData } from '@gradus/mnist/node'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { imageOf } from './forms.ts'
import { inkIn, normalise, normaliseInSlices } from './normalise.ts'
import { atOnce, BlankImageError, type GreyPicture } from './picture.ts'

interface Picture extends GreyPicture {
  readonly data: Uint8Array
}

/** A picture whose pixel (x, y) has this grey value, rounded and clamped. */
function draw(width: number, height: number, value: (x: number, y: number) => number): Picture {
  const data = new Uint8ClampedArray(width * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = value(x, y)
  return { width, height, data: new Uint8Array(data) }
}

function inverted({ width, height, data }: Picture): Picture {
  return { width, height, data: data.map(value => 255 - value) }
}

/** `picture` at (left, top) of a black one of this size. */
function framed(picture: Picture, width: number, height: number, left: number, top: number): Picture {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < picture.width && y < picture.height
  return draw(width, height, (x, y) =>
    inside(x - left, y - top) ? (picture.data[(y - top) * picture.width + x - left] ?? 0) : 0,
  )
}

interface Measure {
  readonly width: number
  readonly height: number
  readonly centreX: number
  readonly centreY: number
}

/** Bounding box and centre of mass of a 28 x 28 image. */
function measure(image: Uint8Array): Measure {
  const inked = Array.from(image, (value, i) => ({ value, x: i % 28, y: Math.floor(i / 28) })).filter(
    p => p.value > 0,
  )
  const mass = inked.reduce((sum, { value }) => sum + value, 0)
  const xs = inked.map(({ x }) => x)
  const ys = inked.map(({ y }) => y)
  return {
    width: Math.max(...xs) - Math.min(...xs) + 1,
    height: Math.max(...ys) - Math.min(...ys) + 1,
    centreX: inked.reduce((sum, { value, x }) => sum + value * x, 0) / mass,
    centreY: inked.reduce((sum, { value, y }) => sum + value * y, 0) / mass,
  }
}

function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length
}

/** Normal enough noise of deviation 1, the same in every run. */
function noise(): () => number {
  let state = 7
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6)
}

describe("MNIST's own digits come back", () => {
  let digits: Dataset
  beforeAll(async () => {
    digits = await loadTestData()
  })

  /** Mean absolute difference from the original over digits, each put through `as` and normalised. */
  function meanDifference(count: number, as: (digit: Picture) => Picture): number {
    let sum = 0
    for (let i = 0; i < count; i++) {
      const { pixels } = digits.at(i)
      sum += difference(normalise(as({ width: 28, height: 28, data: pixels })), pixels)
    }
    return sum / count
  }

  const scaled = (digit: Picture, times: number) =>
    draw(
      28 * times,
      28 * times,
      (x, y) => digit.data[Math.floor(y / times) * 28 + Math.floor(x / times)] ?? 0,
    )
  const offCentre = (digit: Picture) => framed(scaled(digit, 5), 230, 190, 77, 31)

  test('as they are', () => {
    expect(meanDifference(300, digit => digit)).toBeLessThan(0.5)
  })

  test('five times as large and off-centre', () => {
    expect(meanDifference(100, offCentre)).toBeLessThan(0.5)
  })

  test('dark on light, on a sloped background', () => {
    const onPaper = (digit: Picture) => {
      const light = offCentre(digit)
      return draw(
        light.width,
        light.height,
        (x, y) => 200 - 0.6 * (light.data[y * light.width + x] ?? 0) + 0.1 * x - 0.2 * y,
      )
    }
    expect(meanDifference(100, onPaper)).toBeLessThan(0.7)
  })

  test('on noisy paper', () => {
    const next = noise()
    const onPaper = (digit: Picture) => {
      const light = offCentre(digit)
      return draw(
        light.width,
        light.height,
        (x, y) => 225 - 0.8 * (light.data[y * light.width + x] ?? 0) + 5 * next(),
      )
    }
    expect(meanDifference(50, onPaper)).toBeLessThan(2)
  })

  test('their centre of mass is in the middle, within half a pixel', () => {
    for (let i = 0; i < 100; i++) {
      const { centreX, centreY } = measure(
        normalise(offCentre({ width: 28, height: 28, data: digits.at(i).pixels })),
      )
      expect(Math.abs(centreX - 14)).toBeLessThanOrEqual(0.5)
      expect(Math.abs(centreY - 14)).toBeLessThanOrEqual(0.5)
    }
  })
})

describe('laws', () => {
  /** Ink of any shape: a few rectangles of any grey but too faint ones. */
  const rectangle = fc.tuple(
    fc.nat(39),
    fc.nat(29),
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: 60, max: 255 }),
  )
  const ink = fc
    .array(rectangle, { minLength: 1, maxLength: 4 })
    .map(rectangles =>
      draw(40, 30, (x, y) =>
        Math.max(
          0,
          ...rectangles.map(([left, top, w, h, grey]) =>
            x >= left && x < left + w && y >= top && y < top + h ? grey : 0,
          ),
        ),
      ),
    )
  /** Strokes that cross: no part of them is far from the others, fills much of the picture, or is faint beside them. */
  const stroke = fc.record({
    at: fc.integer({ min: 8, max: 13 }),
    from: fc.nat(8),
    length: fc.integer({ min: 10, max: 22 }),
    grey: fc.integer({ min: 140, max: 255 }),
  })
  const crossed = fc
    .tuple(fc.array(stroke, { minLength: 1, maxLength: 2 }), stroke)
    .map(([levels, upright]) =>
      draw(40, 30, (x, y) =>
        Math.max(
          ...levels.map(({ at, from, length, grey }) =>
            y >= at && y < at + 3 && x >= from && x < from + length ? grey : 0,
          ),
          x >= upright.at && x < upright.at + 3 && y >= upright.from && y < upright.from + upright.length
            ? upright.grey
            : 0,
        ),
      ),
    )
  const inFrame = ink.map(picture => framed(picture, 60, 50, 10, 10))

  test('inverting a picture changes nothing', () => {
    fc.assert(
      fc.property(inFrame, picture => {
        expect(normalise(inverted(picture))).toEqual(normalise(picture))
      }),
      { seed: 1 },
    )
  })

  test('nor does it on noisy paper', () => {
    const grain = fc.array(fc.nat(5), { minLength: 3000, maxLength: 3000 })
    fc.assert(
      fc.property(inFrame, grain, ({ width, height, data }, grains) => {
        const noisy = { width, height, data: data.map((value, i) => Math.min(250, value) + (grains[i] ?? 0)) }
        expect(normalise(inverted(noisy))).toEqual(normalise(noisy))
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('nor does moving the ink, or a larger frame', () => {
    const frame = fc.tuple(
      fc.integer({ min: 42, max: 90 }),
      fc.integer({ min: 32, max: 90 }),
      fc.nat(999),
      fc.nat(999),
    )
    fc.assert(
      fc.property(crossed, frame, (picture, [width, height, x, y]) => {
        const moved = framed(picture, width, height, 1 + (x % (width - 41)), 1 + (y % (height - 31)))
        expect(normalise(moved)).toEqual(normalise(framed(picture, 60, 50, 10, 10)))
      }),
      { seed: 1 },
    )
  })

  test('the longer side of the ink is 20 pixels, or little less where faint ink rounds to nothing', () => {
    fc.assert(
      fc.property(inFrame, picture => {
        const { width, height } = measure(normalise(picture))
        expect(Math.max(width, height)).toBeLessThanOrEqual(20)
        expect(Math.max(width, height)).toBeGreaterThanOrEqual(18)
      }),
      { seed: 1 },
    )
  })

  test('the centre of mass is within half a pixel of the middle, unless ink reaches an edge', () => {
    fc.assert(
      fc.property(inFrame, picture => {
        const image = normalise(picture)
        const { centreX, centreY } = measure(image)
        const columns = Array.from({ length: 28 }, (_, i) => [
          image[i * 28] ?? 0,
          image[i * 28 + 27] ?? 0,
        ]).flat()
        const rows = [...image.subarray(0, 28), ...image.subarray(-28)]
        if (columns.every(value => value === 0)) expect(Math.abs(centreX - 14)).toBeLessThanOrEqual(0.5)
        if (rows.every(value => value === 0)) expect(Math.abs(centreY - 14)).toBeLessThanOrEqual(0.5)
      }),
      { seed: 1 },
    )
  })

  test('any picture gives 784 bytes or a typed error', () => {
    const any = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
      .chain(([width, height]) =>
        fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          data: fc.array(fc.nat(255), { minLength: width * height, maxLength: width * height }),
        }),
      )
    fc.assert(
      fc.property(any, picture => {
        try {
          const image = normalise(picture)
          expect(image).toHaveLength(784)
          expect(Math.max(...image)).toBeGreaterThan(200)
        } catch (error) {
          if (!(error instanceof BlankImageError)) throw error
        }
      }),
      { seed: 1 },
    )
  })
})

describe('shapes', () => {
  test('a square becomes 20 x 20 of full ink, in the middle', () => {
    const image = normalise(draw(100, 100, (x, y) => (x >= 10 && x < 50 && y >= 30 && y < 70 ? 255 : 0)))
    expect(image).toEqual(draw(28, 28, (x, y) => (x >= 4 && x < 24 && y >= 4 && y < 24 ? 253 : 0)).data)
  })

  test('a bar keeps its shape', () => {
    const image = normalise(draw(100, 100, (x, y) => (x >= 70 && x < 82 && y >= 10 && y < 70 ? 0 : 255)))
    expect(image).toEqual(draw(28, 28, (x, y) => (x >= 12 && x < 16 && y >= 4 && y < 24 ? 253 : 0)).data)
  })

  test('a tiny picture is enlarged smoothly', () => {
    const image = normalise(
      draw(7, 7, (x, y) => (x > 0 && x < 6 && y > 0 && y < 6 && (x === 3 || y === 3) ? 255 : 0)),
    )
    expect(measure(image)).toEqual({ width: 20, height: 20, centreX: 13.5, centreY: 13.5 })
    expect(new Set(image).size).toBeGreaterThan(4)
  })

  test('enlarged, the last pixel of the shorter side is as strong as the part of it that is covered', () => {
    const image = normalise(draw(30, 30, (x, y) => (x >= 8 && x < 11 && y >= 5 && y < 21 ? 255 : 0)))
    expect(measure(image)).toMatchObject({ width: 4, height: 20 })
    expect([...image.subarray(10 * 28 + 12, 10 * 28 + 18)]).toEqual([0, 253, 253, 253, 190, 0])
  })

  test('a thin line in a huge frame', () => {
    const image = normalise(draw(3000, 2000, (x, y) => (x === 2100 && y >= 300 && y < 1500 ? 90 : 250)))
    expect(image).toEqual(draw(28, 28, (x, y) => (x === 14 && y >= 4 && y < 24 ? 253 : 0)).data)
  })

  test('ink is never cut off, however far its centre of mass is from its middle', () => {
    const image = normalise(
      draw(60, 60, (x, y) => (y >= 20 && y < 40 && x >= 10 && x < (y === 39 ? 50 : 14) ? 255 : 0)),
    )
    const { width, height, centreX } = measure(image)
    expect([width, height]).toEqual([20, 10])
    expect(centreX).toBeLessThan(14)
  })

  test('ink that touches the edges', () => {
    const image = normalise(draw(40, 40, (x, y) => (Math.abs(x - y) < 4 ? 10 : 240)))
    expect(measure(image)).toMatchObject({ width: 20, height: 20 })
  })

  test('faint traces beside the ink do not count', () => {
    const clean = draw(80, 80, (x, y) => (x >= 20 && x < 30 && y >= 20 && y < 60 ? 255 : 0))
    const traced = draw(80, 80, (x, y) => (x === 70 && y === 70 ? 12 : (clean.data[y * 80 + x] ?? 0)))
    expect(normalise(traced)).toEqual(normalise(clean))
  })

  test('the polarity can be given, where the picture would be misjudged', () => {
    const mostlyInk = draw(40, 40, (x, y) => (x > 1 && y > 14 && y < 17 ? 0 : 255))
    expect(normalise(mostlyInk)).toEqual(normalise(mostlyInk, { polarity: 'dark-on-light' }))
    expect(() => normalise(mostlyInk, { polarity: 'light-on-dark' })).toThrow(BlankImageError)
  })
})

describe('what is no part of a digit is dropped', () => {
  /** A seven of strokes that are 8 wide, dark on light, in the middle of 120 x 120. */
  const seven = (x: number, y: number) =>
    (y >= 30 && y < 38 && x >= 40 && x < 80) || (y >= 38 && y < 90 && Math.abs(x - 76 + (y - 38) / 2) < 4)
  const clean = draw(120, 120, (x, y) => (seven(x, y) ? 30 : 230))
  const next = noise()
  const disturbed: Readonly<Record<string, (x: number, y: number) => number>> = {
    'a speck in a corner': (x, y) => (x === 2 && y === 3 ? 20 : 230),
    specks: (x, y) => (x % 31 === 5 && y % 29 < 2 ? 20 : 230),
    'a line across': (x, y) => (y === 100 + Math.floor(x / 40) ? 40 : 230),
    'a line through the digit': (x, y) => (Math.abs(y - 60 - x / 20) < 1 ? 40 : 230),
    rules: (_, y) => (y % 24 === 10 ? 120 : 230),
    squares: (x, y) => (y % 24 === 10 || x % 24 === 13 ? 150 : 230),
    'a border': (x, y) => (x < 6 || y > 115 ? 30 : 230),
    'a frame': (x, y) => (Math.abs(Math.max(Math.abs(x - 60), Math.abs(y - 60)) - 50) < 1 ? 30 : 230),
    'a frame of little more than half the picture': (x, y) =>
      Math.abs(Math.max(Math.abs(x - 60), Math.abs(y - 60)) - 36) < 1 ? 30 : 230,
    'a card on a table': (x, y) => (x > 15 && x < 108 && y > 12 && y < 105 ? 230 : 90),
    'a shadow': (x, y) => (x + y < 110 ? 130 : 230),
    'a vignette': (x, y) => 230 - ((x - 60) ** 2 + (y - 60) ** 2) / 50,
    noise: () => 230 + 14 * next(),
  }
  test.each(Object.entries(disturbed))('%s', (_, ground) => {
    const picture = draw(120, 120, (x, y) => Math.min(ground(x, y), seven(x, y) ? ground(x, y) * 0.14 : 255))
    expect(difference(normalise(picture), normalise(clean))).toBeLessThan(14)
    expect(normalise(inverted(picture))).toEqual(normalise(picture))
    const { marks, polarity } = atOnce(inkIn(picture))
    expect(polarity).toBe('dark-on-light')
    expect([marks[34 * 120 + 60], marks[60 * 120 + 65]]).toEqual([1, 1])
  })

  test('and is marked', () => {
    const picture = draw(120, 120, (x, y) => (seven(x, y) || (x < 3 && y < 3) ? 30 : 230))
    const { marks } = atOnce(inkIn(picture))
    expect([marks[0], marks[34 * 120 + 60], marks[60 * 120 + 30]]).toEqual([2, 1, 0])
  })

  test('but not what is broken off, or stands beside it', () => {
    const broken = draw(120, 120, (x, y) => (seven(x, y) && Math.abs(x - 60) > 2 ? 30 : 230))
    expect(atOnce(inkIn(broken)).marks).not.toContain(2)
    const two = draw(120, 120, (x, y) => (seven(x, y) || seven(x + 38, y) ? 30 : 230))
    expect(atOnce(inkIn(two)).marks).not.toContain(2)
  })
})

describe('blank pictures are refused', () => {
  const next = noise()
  const blank: Readonly<Record<string, Picture>> = {
    black: draw(28, 28, () => 0),
    white: draw(28, 28, () => 255),
    'one pixel': draw(1, 1, () => 77),
    'a slope': draw(100, 60, (x, y) => 60 + x + y),
    noise: draw(100, 60, () => 128 + 6 * next()),
    'too faint': draw(28, 28, (x, y) => (x === 9 && y > 9 && y < 19 ? 116 : 100)),
  }
  test.each(Object.entries(blank))('%s', (_, picture) => {
    expect(() => normalise(picture)).toThrow(BlankImageError)
    expect(() => normalise(picture)).toThrow(/picture is blank: expected ink .*16 of 255.*Draw a digit/)
  })

  test('but no fainter than that', () => {
    expect(normalise(draw(28, 28, (x, y) => (x === 9 && y > 9 && y < 19 ? 117 : 100)))).toContain(253)
  })
})

test('values in which the ink stands out better tell it, and the grey values do not', () => {
  const stroke = draw(60, 80, (x, y) => (x > 27 && x < 32 && y > 19 && y < 60 ? 200 : 20))
  const other = draw(60, 80, (x, y) => (x > 7 && x < 52 && y > 37 && y < 42 ? 255 : 0))
  expect(normalise({ ...other, ink: stroke.data })).toEqual(normalise(stroke))
  expect(normalise({ ...draw(60, 80, () => 255), ink: stroke.data })).toEqual(normalise(stroke))
  expect(normalise({ ...other, ink: undefined })).toEqual(normalise(other))
  const resized = { kind: 'image', rows: 8, cols: 6, form: 'resized' } as const
  expect(atOnce(imageOf({ ...other, ink: stroke.data }, resized))).toEqual(atOnce(imageOf(other, resized)))
})

test('a large picture pauses on the way, a small one does not, and both give the bytes of normalise', () => {
  const pausesOf = (picture: Picture): number => {
    const work = normaliseInSlices(picture)
    let pauses = 0
    let slice = work.next()
    for (; !slice.done; slice = work.next()) pauses++
    expect(slice.value).toEqual(normalise(picture))
    return pauses
  }
  const stroke = (x: number, y: number) => (x > 8 && y > 9 && x + y < 33 ? 255 : 0)
  expect(pausesOf(draw(28, 28, stroke))).toBe(0)
  const large = pausesOf(draw(1024, 768, (x, y) => stroke(x / 32, y / 32)))
  // Each pixel is looked at for its contrast, its place and its share of the small picture.
  expect(large).toBeGreaterThanOrEqual((2 * 1024 * 768) / 2 ** 14)
})

describe('what is no picture', () => {
  const data = new Uint8Array(12)
  test.each([
    [{ width: 0, height: 3, data }, ShapeError, /width is 0: expected an integer in 1\.\.65535/],
    [{ width: 4, height: 2.5, data }, ShapeError, /height is 2\.5: expected an integer/],
    [{ width: 65_536, height: 1, data }, ShapeError, /width is 65536/],
    [{ width: 4, height: Number.NaN, data }, ShapeError, /height is NaN/],
    [{ width: 65_535, height: 65_535, data }, ShapeError, /pixels are too many: expected at most 67108864/],
    [{ width: 4, height: 4, data }, ShapeError, /data has 12 values: expected 16, width \* height/],
    [
      { width: 2, height: 2, data: [0, 1, Number.NaN, 3] },
      OptionError,
      /data\[2\] is NaN: expected a number in 0\.\.255/,
    ],
    [{ width: 2, height: 2, data: [0, 256, 0, 3] }, OptionError, /data\[1\] is 256/],
    [{ width: 4, height: 3, data, ink: new Uint8Array(11) }, ShapeError, /ink has 11 values: expected 12/],
    [{ width: 2, height: 2, data: [0, 1, 2, 3], ink: [0, 0, 0, 256] }, OptionError, /ink\[3\] is 256/],
    [{ width: 2, height: 2, data: [-0.5, 0, 0, 3] }, OptionError, /data\[0\] is -0\.5/],
    [{ width: 2, height: 2, data: Float32Array.of(0, 1, 2, Infinity) }, OptionError, /data\[3\] is Infinity/],
  ])('%o', (picture, kind, message) => {
    expect(() => normalise(picture)).toThrow(message)
    expect(() => normalise(picture)).toThrow(kind)
  })

  test('an unknown polarity', () => {
    const call = () => Reflect.apply(normalise, undefined, [draw(2, 2, () => 0), { polarity: 'dark' }])
    expect(call).toThrow(/polarity is "dark": expected 'light-on-dark' or 'dark-on-light'/)
    expect(call).toThrow(GradusError)
  })
})
