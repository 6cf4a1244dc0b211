import { describe, expect, it } from 'vitest'
import { bytes, integer, message, text } from './model.ts'

const hex = (field: Uint8Array): string => Buffer.from(field).toString('hex')

/** The examples of the documentation of Protocol Buffers' encoding. */
describe('the wire format', () => {
  it('writes 150 as field 1', () => {
    expect(hex(integer(1, 150))).toBe('089601')
  })

  it('writes "testing" as field 2', () => {
    expect(hex(text(2, 'testing'))).toBe('120774657374696e67')
  })

  it('writes a message with 150 as field 3', () => {
    expect(hex(message(3, [integer(1, 150)]))).toBe('1a03089601')
  })
})

it('writes numbers of fields above 15, and numbers above 32 bits', () => {
  expect(hex(integer(20, 2))).toBe('a00102')
  expect(hex(integer(1, 2 ** 35))).toBe('08808080808001')
})

it('writes empty bytes, and lengths above 127', () => {
  expect(hex(bytes(1, new Uint8Array()))).toBe('0a00')
  expect(hex(bytes(1, new Uint8Array(300))).slice(0, 6)).toBe('0aac02')
})

it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %d', value => {
  expect(() => integer(1, value)).toThrow(RangeError)
})
