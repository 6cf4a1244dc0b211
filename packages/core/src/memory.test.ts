import { expect, it } from 'vitest'
import { MemoryError } from './errors.ts'
import { withMemory } from './memory.ts'

it('tells of memory that is not to be had: how much was wanted, and what to do', () => {
  const allocate = () => new Float64Array(2 ** 50)
  expect(() => withMemory(2 ** 53, allocate)).toThrow(MemoryError)
  expect(() => withMemory(2 ** 53, allocate)).toThrow(
    /^There is not enough memory \(.+\): expected 9,007,199,254,740,992 bytes to be free\. Close other programs, or make .* smaller\.$/,
  )
})

it('leaves other errors as they are', () => {
  const fail = () => {
    throw new TypeError('another')
  }
  expect(() => withMemory(1, fail)).toThrow(TypeError)
})
