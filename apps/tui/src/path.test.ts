import { join } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import { parsePath } from './arguments.ts'

test('paths count from where the user stands', () => {
  expect(parsePath('a/b')).toBe(join(process.cwd(), 'a', 'b'))
  expect(parsePath('.')).toBe(process.cwd())
  expect(parsePath(join(process.cwd(), 'x'))).toBe(join(process.cwd(), 'x'))
})

test.each(['', ' '])('%j is refused', text => {
  expect(() => parsePath(text)).toThrow(InvalidArgumentError)
})
