import { expect, it } from 'vitest'
import { philox } from './philox.ts'

const hex = (words: Iterable<number>): string[] => [...words].map(word => word.toString(16).padStart(8, '0'))

// From kat_vectors of Random123 1.14 (D. E. Shaw Research): philox4x32 10.
it.each([
  [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    '408f276d 41c83b0e a20bc7c6 6d5451fd',
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  ],
] as const)('gives the known answer for the counter %j', ([c0, c1, c2, c3], key, words) => {
  expect(hex(philox(Uint32Array.from(key), c0, c1, c2, c3)).join(' ')).toBe(words)
})
