import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Network } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import { edited, editsWithin, withRightChecksums } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { gradus } from './gradus.ts'
import { bomb, claim, draw, jpegForms, losslessForms } from './pictures.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const PRELOAD = new URL('peak-memory.mjs', import.meta.url).href
/** In kilobytes. */
const MOST_MEMORY = 300 * 1024

beforeAll(() => saveModel(join(place.folder, 'model'), new Network([784, 15, 10], { seed: 0 })))

/**
 * Predicts files of these bytes in one process; how many could be read, and the memory that it had at the
 * most, in kilobytes.
 */
async function predictAll(files: readonly Uint8Array[]): Promise<{ read: number; memory: number }> {
  const names = files.map((_, i) => `file-${i}`)
  for (const [i, bytes] of files.entries()) await writeFile(join(place.folder, `file-${i}`), bytes)
  const args = ['predict', 'model', '--json', ...names]
  const { stdout, stderr } = await gradus(args, { cwd: place.folder, preload: PRELOAD })
  const read = stdout.split('\n').length - 1
  expect(stderr.match(/^error: file-\d+: .+$/gm) ?? []).toHaveLength(files.length - read)
  expect(stderr).not.toMatch(/^ +at /m)
  return { read, memory: Number(/^peak memory: (\d+)$/m.exec(stderr)?.[1]) }
}

test('bombs, and the largest pictures that are taken, need less than 300 MB', async () => {
  const interlaced = { progressive: true }
  const { read, memory } = await predictAll([
    await bomb(8192, 8192).toColourspace('rgb16').png().toBuffer(),
    await bomb(8193, 8192).png().toBuffer(),
    claim({ width: 4_000_000, height: 14 }),
    await bomb(12_000, 12_000).png({ compressionLevel: 1 }).toBuffer(),
    await bomb(4096, 3072).toColourspace('rgb16').png(interlaced).toBuffer(),
    await bomb(4097, 3072).toColourspace('rgb16').png(interlaced).toBuffer(),
    await bomb(4096, 3072).toColourspace('cmyk').jpeg(interlaced).toBuffer(),
    await bomb(8000, 8000).toColourspace('cmyk').jpeg(interlaced).toBuffer(),
    await bomb(8192, 8192).toColourspace('cmyk').jpeg().toBuffer(),
    new Uint8Array(32 * 2 ** 20).fill(0xff),
    new Uint8Array(33 * 2 ** 20),
  ])
  // They are blank, all but the raw ones, which do not come out even.
  expect(read).toBe(0)
  expect(memory).toBeLessThan(MOST_MEMORY)
})

test('whatever their headers say, pictures in one process need less than 300 MB', async () => {
  const side = fc.oneof(
    fc.integer({ min: 1, max: 10_000 }),
    fc.nat(2 ** 31 - 1),
    fc.constantFrom(1, 14, 8192),
  )
  const header = fc.record({
    width: side,
    height: side,
    depth: fc.constantFrom(8, 16),
    colourType: fc.constantFrom(0, 2, 4, 6),
    interlaced: fc.boolean(),
  })
  const { memory } = await predictAll(fc.sample(header, { seed: 299, numRuns: 300 }).map(claim))
  expect(memory).toBeLessThan(MOST_MEMORY)
})

test('a thousand damaged pictures in one process need less than 300 MB', async () => {
  const drawing = draw(200, 300, (x, y) => ((x - 100) ** 2 + (y - 150) ** 2 < 3000 ? 30 : 220))
  const originals = Object.values({ ...(await losslessForms(drawing)), ...(await jpegForms(drawing)) })
  const mutation = fc
    .tuple(fc.constantFrom(...originals), editsWithin(3000, 2), fc.boolean())
    .map(([original, edits, repair]) => {
      const mutated = edited(original, edits)
      return repair ? withRightChecksums(mutated) : mutated
    })
  const { read, memory } = await predictAll(fc.sample(mutation, { seed: 300, numRuns: 1000 }))
  expect(read).toBeGreaterThan(100)
  expect(memory).toBeLessThan(MOST_MEMORY)
})
