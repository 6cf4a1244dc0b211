import { GradusError } from '@gradus/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gzip, imageFile, join, labelFile } from '../test/idx-files.ts'
import { type Idx, parseIdx } from './idx.ts'

const { GRADUS_FUZZ_CASES = '2000' } = process.env

const images = imageFile(3, 4, 2)
const zipped = gzip(images)

test('any mutation of a file parses or is refused with a typed error', async () => {
  const originals = [images, labelFile(1, 2, 3, 0), zipped, gzip(labelFile(1, 2, 3, 0))]
  const edit = fc.record({ at: fc.nat(120), remove: fc.nat(3), insert: fc.uint8Array({ maxLength: 3 }) })
  let parsed = 0
  const before = process.resourceUsage().maxRSS
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...originals),
      fc.array(edit, { maxLength: 3 }),
      async (original, edits) => {
        const bytes = edits.reduce((current, { at, remove, insert }) => {
          const from = at % (current.length + 1)
          return join(current.subarray(0, from), insert, current.subarray(from + remove))
        }, original)
        let idx: Idx
        try {
          idx = await parseIdx(bytes, 'fuzzed')
        } catch (error) {
          expect(error).toBeInstanceOf(GradusError)
          expect(String(error)).toContain(': fuzzed, offset ')
          return
        }
        parsed++
        expect(idx.dimensions.reduce((product, n) => product * n, 1)).toBe(idx.data.length)
      },
    ),
    { seed: 20_201, numRuns: Number(GRADUS_FUZZ_CASES) },
  )
  expect(parsed).toBeGreaterThan(0)
  expect(process.resourceUsage().maxRSS - before, 'more kilobytes than before').toBeLessThan(200 * 1024)
})
