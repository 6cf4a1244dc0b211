import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Disturbed, disturbed, fileOf, KINDS, type Kind } from './disturbances.ts'

/** A 7 of two strokes in 28 x 28, five pixels thick. */
const seven = {
  width: 28,
  height: 28,
  data: Uint8Array.from({ length: 784 }, (_, i) => {
    const [x, y] = [i % 28, Math.floor(i / 28)]
    const isBar = y >= 4 && y < 9 && x >= 7 && x < 21
    const isStem = y >= 4 && y < 24 && Math.abs(x - 19 + (y - 4) / 2.5) < 2.5
    return isBar || isStem ? 255 : 0
  }),
}

const indices = [0, 1, 2]
const picture = (kind: Kind, index: number, seed = 1): Disturbed => disturbed(seven, kind, { seed, index })
const clean = indices.map(index => picture('clean', index))
const hashOf = ({ samples }: Disturbed): string => createHash('sha256').update(samples).digest('hex')

/** Pixels that are not as in the clean picture, those of them that are ink there, and those that are lighter now. */
function differences(kind: Kind, index: number): { count: number; inked: number; lighter: number } {
  const [before, after] = [picture('clean', index).samples, picture(kind, index).samples]
  const ink = before.reduce((least, value) => Math.min(least, value), 255)
  let [count, inked, lighter] = [0, 0, 0]
  before.forEach((value, i) => {
    const other = after[i] ?? 0
    if (other === value) return
    count++
    if (value === ink) inked++
    if (other > value) lighter++
  })
  return { count, inked, lighter }
}

describe.each(KINDS)('%s', kind => {
  it('is the same for the same seed and index, and another for others', () => {
    expect(hashOf(picture(kind, 0))).toBe(hashOf(picture(kind, 0)))
    const hashes = [...indices.map(index => picture(kind, index)), picture(kind, 0, 2)].map(hashOf)
    expect(new Set(hashes).size).toBe(indices.length + 1)
  })

  it('has the size of the clean picture, of 150 to 400 pixels a side', () => {
    for (const index of indices) {
      const { width, height, channels, samples } = picture(kind, index)
      expect({ width, height }).toEqual({ width: clean[index]?.width, height: clean[index]?.height })
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(150)
      expect(Math.max(width, height)).toBeLessThanOrEqual(400)
      expect(samples).toHaveLength(width * height * channels)
    }
  })
})

describe('what is done to a clean picture', () => {
  it.each<Kind>(['a speck', 'specks', 'stray line', 'border', 'frame', 'ruled', 'squared', 'card'])(
    '%s: leaves the ink alone',
    kind => {
      for (const index of indices) {
        const { count, inked, lighter } = differences(kind, index)
        expect(count).toBeGreaterThan(0)
        expect({ inked, lighter }).toEqual({ inked: 0, lighter: 0 })
      }
    },
  )

  it('a speck: changes few pixels, specks more', () => {
    for (const index of indices) {
      const { count } = differences('a speck', index)
      expect(count).toBeLessThan(150)
      expect(differences('specks', index).count).toBeGreaterThan(count / 4)
    }
  })

  it.each<Kind>(['shadow', 'vignette', 'slope of light'])('%s: darkens, paper as well as ink', kind => {
    for (const index of indices) {
      const { count, lighter } = differences(kind, index)
      expect(count).toBeGreaterThan(1000)
      expect(lighter).toBe(0)
    }
  })

  it.each<Kind>(['noise', 'salt and pepper'])(
    '%s: makes pixels lighter and darker, of ink and paper',
    kind => {
      for (const index of indices) {
        const { count, inked, lighter } = differences(kind, index)
        expect(inked).toBeGreaterThan(0)
        expect(lighter).toBeGreaterThan(0)
        expect(lighter).toBeLessThan(count)
      }
    },
  )

  it('light on dark: is the clean picture inverted, within rounding', () => {
    for (const index of indices) {
      const inverted = picture('light on dark', index).samples
      clean[index]?.samples.forEach((value, i) => {
        if (Math.abs(value + (inverted[i] ?? 0) - 255) > 1) expect.fail(`pixel ${i} of picture ${index}`)
      })
    }
  })
})

describe('colours', () => {
  const luminanceOf = (rgba: Uint8Array, i: number): number =>
    0.213 * (rgba[i] ?? 0) + 0.715 * (rgba[i + 1] ?? 0) + 0.072 * (rgba[i + 2] ?? 0)

  it.each([
    ['coloured', 70, 256],
    ['like luminance', 0, 12],
  ] as const)('%s: luminance spreads by %d to %d', (kind, least, most) => {
    for (const index of indices) {
      const { samples } = picture(kind, index)
      let [low, high] = [255, 0]
      for (let i = 0; i < samples.length; i += 4) {
        low = Math.min(low, luminanceOf(samples, i))
        high = Math.max(high, luminanceOf(samples, i))
      }
      expect(high - low).toBeGreaterThanOrEqual(least)
      expect(high - low).toBeLessThanOrEqual(most)
    }
  })

  it.each([
    ['white on transparent', 255],
    ['black on transparent', 0],
  ] as const)('%s: alpha alone shows the digit', (kind, level) => {
    const { samples } = picture(kind, 0)
    const alphas = new Set<number>()
    for (let i = 0; i < samples.length; i += 4) {
      if (samples[i] !== level || samples[i + 1] !== level || samples[i + 2] !== level)
        expect.fail(`pixel ${i / 4}`)
      alphas.add(samples[i + 3] ?? -1)
    }
    expect(alphas).toContain(0)
    expect(alphas).toContain(255)
  })
})

describe('fileOf', () => {
  it.each<[Kind, string, number]>([
    ['clean', '89504e470d0a1a0a', 0],
    ['coloured', '89504e470d0a1a0a', 6],
  ])('%s: writes PNG with the right size and colour type', (kind, start, colourType) => {
    const whole = picture(kind, 0)
    const file = Buffer.from(fileOf(whole))
    expect(file.subarray(0, 8).toString('hex')).toBe(start)
    expect([file.readUInt32BE(16), file.readUInt32BE(20), file[25]]).toEqual([
      whole.width,
      whole.height,
      colourType,
    ])
  })

  it.each<Kind>(['JPEG', 'photograph'])('%s: writes JPEG', kind => {
    expect(
      Buffer.from(fileOf(picture(kind, 0)))
        .subarray(0, 3)
        .toString('hex'),
    ).toBe('ffd8ff')
  })
})

it('refuses a blank digit', () => {
  const blank = { width: 28, height: 28, data: new Uint8Array(784) }
  expect(() => disturbed(blank, 'clean', { seed: 1, index: 0 })).toThrow('The digit is blank')
})
