import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chunksOf, pngFile } from '@gradus/testing/png-files'

const SIDE = 6
const PATTERNS = 3

/**
 * A data set of 36 pixels and, if not told otherwise, 3 classes that are easily learnt: 90 training and 30
 * test images, gzipped IDX.
 */
export async function writeSmallData(folder: string, classes = PATTERNS): Promise<void> {
  await mkdir(folder, { recursive: true })
  await Promise.all(
    [
      ['train', 90],
      ['t10k', 30],
    ].flatMap(([part, count]) => [
      writeFile(join(folder, `${part}-images-idx3-ubyte.gz`), gzipSync(images(Number(count)))),
      writeFile(join(folder, `${part}-labels-idx1-ubyte.gz`), gzipSync(labels(Number(count), classes))),
    ]),
  )
}

/** Image i has two bright rows where its class has them, of a brightness of its own. */
function images(count: number): Uint8Array {
  const pixels = Array.from({ length: count * SIDE * SIDE }, (_, p) => {
    const image = Math.floor(p / (SIDE * SIDE))
    const row = Math.floor((p % (SIDE * SIDE)) / SIDE)
    return Math.floor(row / 2) === image % PATTERNS ? 100 + ((image * 7) % 150) : 0
  })
  return file([2051, count, SIDE, SIDE], pixels)
}

function labels(count: number, classes: number): Uint8Array {
  return file(
    [2049, count],
    Array.from({ length: count }, (_, i) => i % classes),
  )
}

/** Big-endian numbers of 32 bits, and then bytes. */
function file(header: readonly number[], bytes: readonly number[]): Uint8Array {
  const words = header.flatMap(word => [word >>> 24, word >>> 16, word >>> 8, word])
  return Uint8Array.from([...words, ...bytes])
}

/** A class of pictures, and the column that is bright in them. */
export const GARMENTS = ['靴', 'sandal', 'a bag'] as const

/** A folder with a folder of twenty pictures for each of three classes with names. */
export async function writeSmallPictures(folder: string): Promise<void> {
  for (const [k, name] of GARMENTS.entries()) {
    await mkdir(join(folder, name), { recursive: true })
    for (let i = 0; i < 20; i++) {
      const at = (x: number, y: number): number[] => [
        Math.floor(x / 3) === k ? 200 + i : ((x * 7 + y * 5 + i * 11) % 90) + 5,
      ]
      const picture = { width: 9, height: 7, colourType: 0, depth: 8, at }
      await writeFile(join(folder, name, `${i}.png`), pngFile(chunksOf(picture)))
    }
  }
}
