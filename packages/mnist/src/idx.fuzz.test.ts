import { GradusError } from '@gradus/core'
import { edited, editsWithin, fuzzCases } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { file, gzip, imageFile, join, labelFile } from '../test/idx-files.ts'
import { type Idx, parseIdx, parseIdxArray } from './idx.ts'

const images = imageFile(3, 4, 2)
const zipped = gzip(images)
const twice = join(gzip(images.subarray(0, 20)), gzip(images.subarray(20)))

test('any mutation of an array of another type parses or is refused with a typed error', async () => {
  const originals = [
    file([0x0e02, 2, 3], images.subarray(0, 48)),
    gzip(file([0x0b04, 1, 2, 3, 1], images.subarray(0, 12))),
  ]
  let parsed = 0
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...originals), editsWithin(60), async (original, edits) => {
      try {
        const { dimensions, data } = await parseIdxArray(edited(original, edits), 'fuzzed')
        parsed++
        expect(data.length % dimensions.reduce((product, n) => product * n, 1)).toBe(0)
      } catch (error) {
        if (!(error instanceof GradusError)) throw error
        expect(String(error)).toContain(': fuzzed, offset ')
      }
    }),
    { seed: 20_202, numRuns: fuzzCases(500) },
  )
  expect(parsed).toBeGreaterThan(0)
})

test('any mutation of a file parses or is refused with a typed error', async () => {
  const originals = [images, labelFile(1, 2, 3, 0), zipped, twice, gzip(labelFile(1, 2, 3, 0))]
  let parsed = 0
  const before = process.resourceUsage().maxRSS
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...originals), editsWithin(120), async (original, edits) => {
      let idx: Idx
      try {
        idx = await parseIdx(edited(original, edits), 'fuzzed')
      } catch (error) {
        expect(error).toBeInstanceOf(GradusError)
        expect(String(error)).toContain(': fuzzed, offset ')
        return
      }
      parsed++
      expect(idx.dimensions.reduce((product, n) => product * n, 1)).toBe(idx.data.length)
    }),
    { seed: 20_201, numRuns: fuzzCases(2000) },
  )
  expect(parsed).toBeGreaterThan(0)
  expect(process.resourceUsage().maxRSS - before, 'more kilobytes than before').toBeLessThan(200 * 1024)
})
