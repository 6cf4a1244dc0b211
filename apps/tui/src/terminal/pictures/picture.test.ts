import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ASCII, COLOURED, PLAIN } from '../../../test/frames.ts'
import { themeFor } from '../theme.ts'
import { greyPicture, scaleOf, signCharacter, signedPicture } from './picture.ts'

describe('greys', () => {
  const grid = { width: 2, values: [0, 255, 255, 0, 255, 255] }

  test('in half blocks, of the colours of both rows', () => {
    const [first, second, third] = greyPicture(grid, COLOURED)
    expect(stripVTControlCharacters(first ?? '')).toBe('▀▄')
    expect(first).toContain('38;2;24;24;28')
    expect(first).toContain('48;2;255;255;255')
    expect(stripVTControlCharacters(second ?? '')).toBe('▀▀')
    expect(third).toBeUndefined()
  })

  test('without colours, and without Unicode', () => {
    expect(greyPicture(grid, PLAIN)).toEqual(['▄▀', '▀▀'])
    expect(greyPicture(grid, ASCII)).toEqual(['++', '++'])
    const [line] = greyPicture(grid, themeFor({ unicode: false, depth: 24 }))
    expect(stripVTControlCharacters(line ?? '')).toBe('  ')
    expect(line).toMatch(/48;2;\d+;/)
  })
})

describe('numbers of either sign', () => {
  test('below zero blue, above orange, the largest the strongest', () => {
    const [line] = signedPicture({ width: 4, values: [-1, -0.5, 0.5, 1] }, 1, COLOURED)
    const colours = [...(line ?? '').matchAll(/38;2;(\d+);(\d+);(\d+)/g)].map(match =>
      match.slice(1).map(Number),
    )
    expect(colours).toHaveLength(4)
    const [strongBlue = [], blue = [], orange = [], strongOrange = []] = colours
    expect(strongBlue[2]).toBeGreaterThan(blue[2] ?? 0)
    expect(blue[2]).toBeGreaterThan(blue[0] ?? 0)
    expect(orange[0]).toBeGreaterThan(orange[2] ?? 0)
    expect(strongOrange[0]).toBeGreaterThan(orange[0] ?? 0)
  })

  test.each([1, 4, 8, 24] as const)('what is near zero has no colour: %d bits', depth => {
    const near = signedPicture({ width: 3, values: [-0.3, 0, 0.3] }, 1, themeFor({ unicode: true, depth }))
    const zero = signedPicture({ width: 3, values: [0, 0, 0] }, 1, themeFor({ unicode: true, depth }))
    expect(near).toEqual(zero)
  })

  test('by characters where there are no colours: the mean of two rows', () => {
    expect([-1, -0.7, -0.5, 0, 0.5, 0.7, 1].map(value => signCharacter(value, 1)).join('')).toBe('=-, .+#')
    expect(signedPicture({ width: 2, values: [1, -1, 1, 1] }, 1, PLAIN)).toEqual(['# '])
    expect(signCharacter(0, 0)).toBe(' ')
  })
})

test('a few large numbers do not set the scale', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i === 7 ? -50 : i / 1000))
  expect(scaleOf(values)).toBeCloseTo(0.991)
  expect(scaleOf([-3])).toBe(3)
  expect(scaleOf([])).toBe(0)
})
