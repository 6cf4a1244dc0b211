import { InvalidArgumentError } from 'commander'
import { expect, it } from 'vitest'
import { parseHost } from './arguments.ts'

it.each(['127.0.0.1', '::', 'localhost'])('takes %s', host => {
  expect(parseHost(host)).toBe(host)
})

it.each(['', ' '])('refuses %j, which would be all addresses', host => {
  expect(() => parseHost(host)).toThrow(InvalidArgumentError)
})
