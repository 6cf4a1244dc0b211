import { deflateSync } from 'node:zlib'
import { edited, editsWithin, fuzzCases, withRightChecksums } from '@gradus/testing/mutations'
import { type Chunk, chunksOf, forms, pictureOf, pngFile, rawOf } from '@gradus/testing/png-files'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decoded } from '../../../test/grey-values.ts'
import { PictureError } from '../picture.ts'

const numRuns = fuzzCases(1000) / 2
const edits = editsWithin(2000)

/** Pictures of every form, made once: making them takes longer than reading them. */
const sources = forms.map(([, form]) => {
  const picture = pictureOf(form, 11, 6)
  return { chunks: chunksOf(picture), raw: rawOf(picture) }
})
const files = sources.map(({ chunks }) => pngFile(chunks))

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
    expect(error.message).toMatch(/^The (PNG|picture) .*: expected .*\. (Save|Scale) .*\.$/)
    return 'refused'
  }
}

test('any mutation of a file is read or refused with a typed error', () => {
  const outcomes = { read: 0, refused: 0 }
  const property = fc.property(fc.constantFrom(...files), edits, fc.boolean(), (file, some, repair) => {
    const mutated = edited(file, some)
    outcomes[outcomeOf(repair ? withRightChecksums(mutated) : mutated)]++
  })
  fc.assert(property, { seed: 6, numRuns })
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0)
})

/** Chunks of pictures of any form, among them pixels that are damaged before they are compressed. */
const chunk = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...sources.flatMap(({ chunks }) => chunks)) },
  fc
    .tuple(fc.constantFrom(...sources), edits)
    .map(([{ raw }, some]): Chunk => ['IDAT', deflateSync(edited(raw, some))]),
  fc.tuple(fc.constantFrom('PLTE', 'tRNS', 'tEXt', 'IDAT', 'IEND'), fc.uint8Array({ maxLength: 12 })),
)

test('any chunks after a header are read or refused with a typed error', () => {
  const outcomes = { read: 0, refused: 0 }
  const property = fc.property(
    fc.constantFrom(...sources),
    fc.array(chunk, { maxLength: 2 }),
    fc.nat(),
    edits,
    (source, others, place, some) => {
      const [header, ...rest] = source.chunks
      const pixels: Chunk = ['IDAT', deflateSync(edited(source.raw, some))]
      const chunks = rest.map(own => (own[0] === 'IDAT' ? pixels : own))
      const all = header ? [header, ...chunks.toSpliced(place % (chunks.length + 1), 0, ...others)] : []
      outcomes[outcomeOf(pngFile(all))]++
    },
  )
  fc.assert(property, { seed: 7, numRuns })
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0)
})
