import { unlink, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { FileError } from '@gradus/core/node'

/**
 * Writes a file beside another, under its name with a suffix: `net.safetensors` and `.overview.svg` give
 * `net.overview.svg`. What is there stays: the next gets a number, `net.overview-2.svg`. @returns the path.
 * @throws FileError
 */
export async function writeBeside(file: string, suffix: string, text: string): Promise<string> {
  const { dir, name } = parse(file)
  const { name: what, ext } = parse(suffix)
  for (let number = 1; ; number++) {
    const path = join(dir, `${name}${what}${number === 1 ? '' : `-${number}`}${ext}`)
    try {
      await writeFile(path, text, { flag: 'wx' })
      return path
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue
      // A part of it is of no use, and the next would get a number.
      await unlink(path).catch(() => undefined)
      throw new FileError('write', path, error)
    }
  }
}
