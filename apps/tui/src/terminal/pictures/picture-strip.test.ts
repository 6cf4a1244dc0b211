import { expect, test } from 'vitest'
import { ASCII, COLOURED, PLAIN } from '../../../test/frames.ts'
import { greyStrip, signedStrip } from './picture-grid.ts'

test('bars, up to four columns a number', () => {
  expect(greyStrip([0, 255, 128, 64], 4, PLAIN)).toBe(' ▇▄▂')
  expect(greyStrip([0, 255], 5, PLAIN)).toBe('  ▇▇')
  expect(greyStrip([0, 255], 100, PLAIN)).toBe('    ▇▇▇▇')
})

test('means where there are more numbers than columns', () => {
  expect(greyStrip([0, 0, 255, 255, 0, 255], 3, PLAIN)).toBe(' ▇▄')
})

test('shades of ASCII', () => {
  expect(greyStrip([0, 255, 128], 3, ASCII)).toBe(' @+')
})

test('either sign: colours, or characters', () => {
  expect(signedStrip([1, 0.5, -1, -0.5], 1, 4, COLOURED)).toBe(
    '\u001B[38;2;255;150;40m▇▄\u001B[39m\u001B[38;2;80;165;255m▇▄\u001B[39m',
  )
  expect(signedStrip([1, 0.5, -1, -0.5], 1, 4, PLAIN)).toBe('#.=,')
  expect(signedStrip([0, 0], 0, 2, COLOURED)).toBe('\u001B[38;2;255;150;40m  \u001B[39m')
})
