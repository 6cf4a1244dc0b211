import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { useFolder } from '@gradus/testing/folders'
import { describe, expect, test } from 'vitest'
import { formatModel, ModelFileError, Network } from '../index.ts'
import { loadCheckpoint, loadModel, readModelBytes } from '../node.ts'
import { otherFile } from './first-bytes.ts'

const folder = useFolder('file')
const bytesOf = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0))
const zip = (name: string) => `PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(name.length)}\0\0\0${name}`

/** As `git lfs` writes it: the pointer of a file of 12,345 bytes. */
const POINTER = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
`

const SAVED = /^Name one that Gradus saved/
const others: readonly (readonly [bytes: string | Uint8Array, name: string, remedy?: RegExp])[] = [
  [POINTER, 'a Git LFS pointer, which stands for the file', /Run `git lfs pull`/],
  ['<!DOCTYPE html><html>404</html>', 'a page of HTML', /^Download the file itself/],
  ['\n  <html lang="en">', 'a page of HTML', /^Download/],
  ['<?xml version="1.0"?><Error>AccessDenied</Error>', 'a text in XML or HTML', /^Download/],
  ['{"error": "Not found"}', 'a text in JSON that begins with "{\\"error\\": \\"Not found\\"}"'],
  ['Entry not found', 'a text that begins with "Entry not found"'],
  [`${'7,'.repeat(3000)}`, `a text that begins with "${'7,'.repeat(20)}..."`],
  [
    new TextEncoder().encode('\u043D\u0435\u0442'.repeat(200)),
    `a text that begins with "${'\u043D\u0435\u0442'.repeat(13)}\u043D..."`,
  ],
  ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'a PNG picture'],
  ['\xff\xd8\xff\xe0\0\x10JFIF', 'a JPEG picture'],
  ['BM\x36\x03\0\0\0\0\0\0', 'a BMP picture'],
  ['GIF89a\x1c\0\x1c\0', 'a GIF picture'],
  ['II*\0\x08\0\0\0', 'a TIFF picture'],
  ['MM\0*\0\0\0\x08', 'a TIFF picture'],
  ['RIFF\x24\x01\0\0WEBPVP8 ', 'a WebP picture'],
  ['\0\0\0\x18ftypheic\0\0\0\0', 'a HEIC picture'],
  ['\0\0\0\x18ftypmif1\0\0\0\0', 'a HEIC picture'],
  ['\0\0\0\x1cftypavif\0\0\0\0', 'an AVIF picture'],
  [new Uint8Array(gzipSync('model')), 'a gzip file', /^Unpack it first/],
  [zip('mimetype'), 'a ZIP archive', /^Unpack it first/],
  [zip('archive/data.pkl'), 'a PyTorch model (a ZIP archive)'],
  [zip('weights.npy'), 'an archive of NumPy arrays'],
  ['\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02', 'a PyTorch model (a pickle)'],
  ['\x80\x04\x95\x10\0\0\0\0\0\0\0', 'a pickle, as Python saves objects'],
  ['\x89HDF\r\n\x1a\n\0', 'an HDF5 file, as Keras saves models'],
  ['\x93NUMPY\x01\0v\0', 'a NumPy array'],
  [`${'model'.padEnd(257, '\0')}ustar  \0`, 'a tar archive', /^Unpack it first/],
  ['\0\0\x08\x03\0\0\xea\x60\0\0\0\x1c\0\0\0\x1c', 'an IDX file of images', /^Name the model here/],
  ['\0\0\x08\x01\0\0\xea\x60\x05', 'an IDX file of labels', /^Name the model here/],
  ['', 'empty', /^Get it again/],
  [new Uint8Array(4096), 'a file that begins with zeros alone', /^Get it again/],
]

describe('a file that is no model is called what it is', () => {
  const cases = others.map(([content, name, remedy = SAVED]) => [content, name, remedy] as const)
  test.each(cases)('%j: %s', async (content, name, remedy) => {
    const path = join(folder.path, 'model.safetensors')
    await writeFile(path, typeof content === 'string' ? bytesOf(content) : content)
    for (const [load, kind] of [
      [loadModel, 'model'],
      [readModelBytes, 'model'],
      [loadCheckpoint, 'checkpoint'],
    ] as const) {
      const error: unknown = await load(path).catch(thrown => thrown)
      expect(error).toBeInstanceOf(ModelFileError)
      const [start = '', advice = ''] = String(error).split(`: expected a ${kind} file of Gradus. `)
      expect(start).toBe(`ModelFileError: ${path}: it is ${name}`)
      expect(advice).toMatch(remedy)
    }
  })

  test('but not where it may be a model that is damaged, or tells nothing', async () => {
    const model = formatModel(new Network([2, 2], { seed: 0 }))
    const path = join(folder.path, 'model.safetensors')
    for (const [bytes, problem] of [
      [model.subarray(0, 100), /the header claims \d+ bytes, 92 follow/],
      [model.with(8, 0x20), 'the header does not start with {'],
      [Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 0xff, 0x80), /the header claims \d+ bytes: expected at most/],
    ] as const) {
      await writeFile(path, bytes)
      await expect(loadModel(path)).rejects.toThrow(problem)
    }
    expect(otherFile(model, 'model')).toBeUndefined()
    expect(otherFile(model, 'data')).toEqual({ name: 'a safetensors file, as models are saved' })
  })
})
