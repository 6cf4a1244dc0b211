import { BlankImageError } from '@gradus/data'
import { edited, editsWithin, fuzzCases, withRightChecksums } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { draw, jpegForms, losslessForms } from '../../../test/pictures.ts'
import { PictureError } from './picture-error.ts'
import { readPicture } from './read-images.ts'

const seven = draw(12, 14, (x, y) => ((y > 1 && y < 4 && x > 1 && x < 10) || x + (y >> 1) === 9 ? 20 : 230))

let originals: readonly Uint8Array[]
beforeAll(async () => {
  originals = Object.values({ ...(await losslessForms(seven)), ...(await jpegForms(seven)) })
})

const outcomes = { read: 0, blank: 0, refused: 0 }

function check(bytes: Uint8Array): void {
  try {
    const image = readPicture(bytes, 'fuzzed', { kind: 'image', rows: 28, cols: 28 }, {})
    expect(image).toHaveLength(784)
    expect(Math.max(...image)).toBeGreaterThan(200)
    outcomes.read++
  } catch (error) {
    expect(String(error)).toContain('Error: fuzzed: ')
    if (error instanceof BlankImageError) outcomes.blank++
    else {
      expect(error).toBeInstanceOf(PictureError)
      outcomes.refused++
    }
  }
}

test('any mutation of a picture gives an image or is refused with a typed error', () => {
  const property = fc.property(fc.nat(), editsWithin(4000), fc.boolean(), (which, some, repair) => {
    const mutated = edited(originals[which % originals.length] ?? new Uint8Array(0), some)
    check(repair ? withRightChecksums(mutated) : mutated)
  })
  fc.assert(property, { seed: 1, numRuns: fuzzCases(1000) })
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0)
}, 1_800_000)
