import { BlankImageError } from '@gradus/data'
import { edited, editsWithin, fuzzCases, withRightChecksums } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { draw, jpegForms, losslessForms } from '../../../test/pictures.ts'
import { PictureError } from './picture-error.ts'
import { readPicture } from './read-images.ts'

/** Decoding is done in threads: several strands of cases keep them busy. */
const STRANDS = [1, 2, 3, 4]

const seven = draw(12, 14, (x, y) => ((y > 1 && y < 4 && x > 1 && x < 10) || x + (y >> 1) === 9 ? 20 : 230))

let originals: readonly Uint8Array[]
/**
 * Takes twenty times as long as the others, to turn inks into light: a hundredth of the cases is enough of
 * it.
 */
let inks: Uint8Array
beforeAll(async () => {
  const { 'JPEG in inks': inked, ...others } = {
    ...(await losslessForms(seven)),
    ...(await jpegForms(seven)),
  }
  if (!inked) throw new Error('expected a JPEG in inks')
  inks = inked
  originals = Object.values(others)
})

const outcomes = { read: 0, blank: 0, refused: 0 }

async function check(bytes: Uint8Array): Promise<void> {
  try {
    const image = await readPicture(bytes, 'fuzzed', {})
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

test('any mutation of a picture gives an image or is refused with a typed error', async () => {
  const property = fc.asyncProperty(
    fc.nat(),
    editsWithin(4000),
    fc.boolean(),
    async (which, some, repair) => {
      const original = which % 100 === 50 ? inks : originals[which % originals.length]
      const mutated = edited(original ?? new Uint8Array(0), some)
      await check(repair ? withRightChecksums(mutated) : mutated)
    },
  )
  const numRuns = fuzzCases(1000) / STRANDS.length
  await Promise.all(STRANDS.map(seed => fc.assert(property, { seed, numRuns })))
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0)
}, 1_800_000)
