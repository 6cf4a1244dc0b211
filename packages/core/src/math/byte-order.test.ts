import { expect, it } from 'vitest'
import { bytesOf, float64sOf, turned } from './byte-order.ts'

const numbers = Float64Array.of(1, -0.1, 5e-324, 1e300)
const view = new DataView(new ArrayBuffer(32))
for (const [i, value] of numbers.entries()) view.setFloat64(8 * i, value, true)
const bytes = new Uint8Array(view.buffer)

it('gives the bytes of numbers as files have them', () => {
  expect(bytesOf(numbers)).toEqual(bytes)
  expect(bytesOf(Uint32Array.of(1, 2 ** 31))).toEqual(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 128))
})

it('reads them back, in their place where they lie at a multiple of 8', () => {
  expect(float64sOf(bytes)).toEqual(numbers)
  expect(float64sOf(bytes).buffer).toBe(bytes.buffer)
  const moved = Buffer.concat([Buffer.alloc(8), bytes]).subarray(8)
  expect(float64sOf(moved)).toEqual(numbers)
  const odd = new Uint8Array(35)
  odd.set(bytes, 3)
  expect(float64sOf(odd.subarray(3))).toEqual(numbers)
})

it('turns the bytes of each number round for other processors', () => {
  expect(turned(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 4)).toEqual(Uint8Array.of(4, 3, 2, 1, 8, 7, 6, 5))
  const big = new DataView(turned(bytes, 8).buffer)
  expect(Array.from(numbers, (_, i) => big.getFloat64(8 * i))).toEqual([...numbers])
})
