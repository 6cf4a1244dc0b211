import { expect, test } from 'vitest'
import { packed, wrapText } from './text.ts'

test.each<[string, number, string[]]>([
  ['eta is too high; try 3', 12, ['eta is too', 'high; try 3']],
  ['short', 12, ['short']],
  ['', 12, ['']],
  ['see /models/gradus.safetensors there', 10, ['see', '/models/gr', 'adus.safet', 'ensors', 'there']],
  ['数字数字', 4, ['数字', '数字']],
  ['any', 0, []],
])('%j in %d columns', (text, columns, lines) => {
  expect(wrapText(text, columns)).toEqual(lines)
})

test('pieces side by side while there is room', () => {
  expect(packed(['one', 'two', 'a longer one', 'four'], '  ', 10)).toEqual([
    'one  two',
    'a longer one',
    'four',
  ])
})
