import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { ASCII, COLOURED, PLAIN } from '../../test/frames.ts'
import { clip, lineOf } from './text.ts'

test('filled up with blanks', () => {
  expect(lineOf(['eta ', ['title', '3']], 8, PLAIN)).toBe('eta 3   ')
})

test('cut off where there is no room', () => {
  expect(lineOf(['eta ', ['title', '0.001234'], ' more'], 8, PLAIN)).toBe('eta 0.0…')
  expect(lineOf(['eta ', ['title', '0.001234'], ' more'], 8, ASCII)).toBe('eta 0.0~')
  expect(lineOf(['eta'], 1, PLAIN)).toBe('…')
  expect(lineOf(['eta'], 0, PLAIN)).toBe('')
})

test('a style does not reach beyond its text', () => {
  const style = COLOURED.paint('title', '0.0')
  expect(lineOf(['eta ', ['title', '0.001234']], 8, COLOURED)).toBe(`eta ${style}…`)
})

test('a character that is wider than the rest is left out', () => {
  expect(clip('数字数字', 5)).toBe('数字')
  expect(lineOf(['数字数字'], 6, PLAIN)).toBe('数字 …')
})

test('always as wide as asked for', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '数', '👍🏽', '…') })
  fc.assert(
    fc.property(fc.array(text), fc.nat(40), (texts, columns) => {
      const line = lineOf(
        texts.map(text => ['dim', text]),
        columns,
        PLAIN,
      )
      expect(stringWidth(line)).toBe(columns)
    }),
  )
})

test('what a terminal would obey is shown, in one column', () => {
  expect(lineOf(['a\u001B[2J', ['dim', 'b\n\u202Ec']], 12, PLAIN)).toBe('a\u{FFFD}[2Jb\u{FFFD}\u{FFFD}c   ')
})
