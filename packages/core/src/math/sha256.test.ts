import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Sha256 } from './sha256.ts'

const hexOf = (...parts: Uint8Array[]): string =>
  parts.reduce((hash, part) => hash.update(part), new Sha256()).hex()

it('gives the digests of FIPS 180-4', () => {
  const text = (characters: string) => new TextEncoder().encode(characters)
  expect(hexOf(text('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(hexOf(text('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  )
})

it('gives those of OpenSSL for every length of up to three blocks', () => {
  const bytes = Uint8Array.from({ length: 192 }, (_, i) => (i * 151 + 7) % 256)
  for (let length = 0; length <= bytes.length; length++) {
    const part = bytes.subarray(0, length)
    expect(hexOf(part)).toBe(createHash('sha256').update(part).digest('hex'))
  }
})

it('gives the same however the bytes are cut into parts, and wherever they lie in a buffer', () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 })
  fc.assert(
    fc.property(parts, some => {
      const whole = Uint8Array.from(some.flatMap(part => [...part]))
      const inside = Uint8Array.of(1, ...whole, 2).subarray(1, whole.length + 1)
      const expected = createHash('sha256').update(whole).digest('hex')
      expect([hexOf(...some), hexOf(inside)]).toEqual([expected, expected])
    }),
  )
})
