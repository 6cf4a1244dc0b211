import { jpegGoldens, jpegOf, segmentsOf } from '@gradus/testing/jpeg-files'
import { edited, editsWithin, fuzzCases } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decoded } from '../../../test/grey-values.ts'
import { PictureError } from '../picture.ts'

const numRuns = fuzzCases(1000) / 2
const files = jpegGoldens.map(({ bytes }) => bytes)

/** Whether the file is decoded or refused. */
function outcomeOf(file: Uint8Array): 'read' | 'refused' {
  try {
    const { width, height, data } = decoded(file)
    expect(Math.min(width, height)).toBeGreaterThan(0)
    expect(Math.max(width, height)).toBeLessThanOrEqual(2048)
    expect(data).toHaveLength(width * height)
    return 'read'
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    expect(error.message).toMatch(/^The (JPEG|picture) .*: expected .*\. (Save|Scale) .*\.$/)
    return 'refused'
  }
}

test('any mutation of a file is read or refused with a typed error', () => {
  const outcomes = { read: 0, refused: 0 }
  const property = fc.property(fc.constantFrom(...files), editsWithin(2000), (file, some) => {
    outcomes[outcomeOf(edited(file, some))]++
  })
  fc.assert(property, { seed: 6, numRuns })
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0)
})

test('so are segments of one file before the scans of another, and scans with other bits', () => {
  const outcomes = { read: 0, refused: 0 }
  const parts = files.map(segmentsOf)
  const property = fc.property(
    fc.constantFrom(...parts),
    fc.constantFrom(...parts),
    fc.array(fc.tuple(fc.nat(4000), fc.nat(7)), { maxLength: 4 }),
    fc.nat(99),
    (one, other, flips, place) => {
      const rest = Uint8Array.from(other.rest)
      for (const [at, bit] of flips) rest[at % rest.length] = (rest[at % rest.length] ?? 0) ^ (1 << bit)
      const segments = one.segments.toSpliced(
        place % (one.segments.length + 1),
        0,
        ...other.segments.slice(-1),
      )
      outcomes[outcomeOf(jpegOf(segments, rest))]++
    },
  )
  fc.assert(property, { seed: 7, numRuns })
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0)
})
