import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sparsePixels } from './dataset.ts'

test('the non-zero pixels of two images, image by image', () => {
  const { offsets, indices, values } = sparsePixels(Uint8Array.of(0, 1, 0, 255, 128, 0, 0, 0, 0, 9), 5)
  expect(offsets).toEqual(Uint32Array.of(0, 3, 4))
  expect(indices).toEqual(Uint16Array.of(1, 3, 4, 4))
  expect(values).toEqual(Uint8Array.of(1, 255, 128, 9))
})

test('expanded again it is the original, for any size, alignment and bytes', () => {
  const byte = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(255))
  const input = fc.record({
    size: fc.integer({ min: 1, max: 13 }),
    count: fc.integer({ min: 1, max: 5 }),
    shift: fc.nat(3),
    bytes: fc.array(byte, { minLength: 68, maxLength: 68 }),
  })
  fc.assert(
    fc.property(input, ({ size, count, shift, bytes }) => {
      const data = Uint8Array.from(bytes).subarray(shift, shift + size * count)
      const { offsets, indices, values } = sparsePixels(data, size)
      const expanded = new Uint8Array(size * count)
      for (let i = 0; i < count; i++) {
        const entries = indices.subarray(offsets[i], offsets[i + 1])
        expect(entries).toEqual(entries.toSorted())
        entries.forEach((pixel, e) => {
          expanded[i * size + pixel] = values[(offsets[i] ?? 0) + e] ?? 0
        })
      }
      expect(expanded).toEqual(data)
      expect(values).not.toContain(0)
      expect([indices.length, values.length]).toEqual([offsets[count], offsets[count]])
    }),
    { seed: 1 },
  )
})

test('images of the largest size keep their last pixel', () => {
  const data = new Uint8Array(2 ** 16)
  data[2 ** 16 - 1] = 3
  expect(sparsePixels(data, 2 ** 16).indices).toEqual(Uint16Array.of(65_535))
})
