import { expect, test } from 'vitest'
import { brief, printable, printableJson, printablePainted } from './printable.ts'

/**
 * Everything that must not reach a terminal: C0, DEL, C1, line breaks, marks, overrides and isolates of
 * direction, half a character.
 */
const HOSTILE = [
  ...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)),
  ...Array.from({ length: 0x21 }, (_, i) => String.fromCharCode(0x7f + i)),
  ...'\u061C\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFFFE\uFFFF',
  '\uD800',
]

test('text of any language and its signs stay as they are', () => {
  const text = 'sieben Ä 7️⃣ שבע سبعة 七 👩‍👩‍👧 a$\'"\\.png'
  expect(printable(text)).toBe(text)
  expect(printablePainted(text)).toBe(text)
  expect(printableJson({ text })).toBe(JSON.stringify({ text }))
})

test('nothing that a terminal obeys is left, but for our colours', () => {
  for (const character of HOSTILE) {
    expect(printable(`a${character}b`)).toBe('a\u{FFFD}b')
    expect(printablePainted(`a${character}b`)).toBe('a\u{FFFD}b')
  }
  expect(printable('\u001B[31ma\u001B[0m')).toBe('\u{FFFD}[31ma\u{FFFD}[0m')
  expect(printablePainted('\u001B[1;38;5;7ma\u001B[2J\u001B[m')).toBe('\u001B[1;38;5;7ma\u{FFFD}[2J\u001B[m')
})

test('JSON is ASCII where a terminal would obey, and exact', () => {
  const value = { path: `a${HOSTILE.join('b')}` }
  const json = printableJson(value)
  expect(printable(json)).toBe(json)
  expect(JSON.parse(json)).toEqual(value)
})

test.each([
  ['a\u001B[31m\r\n\u009Bb\t', 'a�[31m���b�'],
  ['x'.repeat(200), 'x'.repeat(200)],
  ['x'.repeat(201), `${'x'.repeat(200)}...`],
])('%j in brief', (text, shown) => {
  expect(brief(text)).toBe(shown)
})
