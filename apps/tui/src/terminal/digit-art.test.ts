import { expect, test } from 'vitest'
import { digitArt } from './pictures/picture.ts'

const pixels = Uint8Array.from([
  ...[0, 255, 0, 255],
  ...[0, 0, 255, 255],
  ...[95, 96, 95, 96],
  ...[95, 95, 96, 96],
])

test('two rows a line, in half blocks', () => {
  expect(digitArt(pixels, 4, true)).toEqual([' ▀▄█', ' ▀▄█'])
})

test('two rows a line, in shades of ASCII', () => {
  expect(digitArt(pixels, 4, false)).toEqual([' ++@', '----'])
  const ramp = Array.from({ length: 10 }, (_, i) => (i * 255) / 9)
  expect(digitArt(Uint8Array.from([...ramp, ...ramp]), 10, false)).toEqual([' .:-=+*#%@'])
})

test('an odd number of rows', () => {
  expect(digitArt(Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255), 3, true)).toEqual(['▀▄ ', '  ▀'])
})
