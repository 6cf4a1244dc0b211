import { expect, test } from 'vitest'
import { printable } from './printable.ts'

test.each([
  ['sieben Ä 7️⃣.png', 'sieben Ä 7️⃣.png'],
  ['a\u001B[31m\r\n\u009Bb\t', 'a�[31m���b�'],
  ['x'.repeat(200), 'x'.repeat(200)],
  ['x'.repeat(201), `${'x'.repeat(200)}...`],
])('%j', (text, shown) => {
  expect(printable(text)).toBe(shown)
})
