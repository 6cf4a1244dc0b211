import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { encode } from 'fast-png'

/** A grey PNG of this size; pixel p is (17 * p + 31 * seed) % 256. */
export function pngFile(width: number, height: number, seed: number): Uint8Array {
  const data = Uint8Array.from({ length: width * height }, (_, p) => (17 * p + 31 * seed) % 256)
  return encode({ width, height, data, channels: 1, depth: 8 })
}

/** Writes files into a folder: their paths in it, and their contents. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

/** So many pictures of 28 x 28 in a folder of a class. */
export function pictures(folder: string, count: number, seed = 0): Record<string, Uint8Array> {
  const files = Array.from({ length: count }, (_, i) => [`${folder}/${i}.png`, pngFile(28, 28, seed + i)])
  return Object.fromEntries(files)
}
