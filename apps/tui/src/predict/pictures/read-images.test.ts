import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FileError } from '@gradus/core/node'
import { atOnce, BlankImageError, imageOf, normalise } from '@gradus/data'
import { loadTestData } from '@gradus/mnist/node'
import { useFolder } from '@gradus/testing/folders'
import { describe, expect, test } from 'vitest'
import { draw, losslessForms, paperDigit, sharpOf } from '../../../test/pictures.ts'
import { PictureError } from './picture-error.ts'
import { MAX_FILE_BYTES, readImages } from './read-images.ts'

const folder = useFolder('test')

async function saved(bytes: Uint8Array): Promise<string> {
  const path = join(folder.path, 'file')
  await writeFile(path, bytes)
  return path
}

/** The mean difference of two images, in grey values. */
function difference(a: Uint8Array | undefined, b: Uint8Array): number {
  return b.reduce((sum, byte, p) => sum + Math.abs(byte - (a?.[p] ?? Number.NaN)), 0) / b.length
}

describe('a picture', () => {
  test("becomes an image in MNIST's form", async () => {
    const digit = await paperDigit(3)
    const { pixels } = (await loadTestData()).at(3)
    for (const [form, bytes] of Object.entries(await losslessForms(digit))) {
      const images = await readImages(await saved(bytes), 784, {})
      expect(images, form).toHaveLength(1)
      expect(difference(images[0], normalise(digit)), form).toBeLessThan(0.1)
      expect(difference(images[0], pixels), form).toBeLessThan(2)
    }
  })

  test('of any polarity, unless one is asked for', async () => {
    const lines = draw(40, 40, (x, y) => (x > 1 && y > 14 && y < 17 ? 0 : 255))
    const path = await saved(await sharpOf(lines).png().toBuffer())
    expect(await readImages(path, 784, {})).toEqual([normalise(lines)])
    expect(await readImages(path, 784, { polarity: 'dark-on-light' })).toEqual([normalise(lines)])
    await expect(readImages(path, 784, { polarity: 'light-on-dark' })).rejects.toThrow(BlankImageError)
  })

  test('that is blank is refused by its name', async () => {
    const path = await saved(
      await sharpOf(draw(9, 9, () => 200))
        .png()
        .toBuffer(),
    )
    await expect(readImages(path, 784, {})).rejects.toThrow(`${path}: The picture is blank`)
    await expect(readImages(path, 784, {})).rejects.toThrow(BlankImageError)
  })

  test('is nothing for a network of other inputs', async () => {
    const path = await saved(
      await sharpOf(await paperDigit(0))
        .png()
        .toBuffer(),
    )
    await expect(readImages(path, 36, {})).rejects.toThrow(PictureError)
    await expect(readImages(path, 36, {})).rejects.toThrow(
      /: it is a picture, which makes 784 inputs, but the network has 36\. Pass files of 36 raw bytes/,
    )
  })
})

test('a picture becomes the image that a model takes', async () => {
  const lines = draw(40, 30, (x, y) => (x > 1 && y > 14 && y < 17 ? 0 : 255))
  const path = await saved(await sharpOf(lines).png().toBuffer())
  const image = { kind: 'image', rows: 30, cols: 40 } as const
  const resized = { ...image, form: 'resized' } as const
  expect(await readImages(path, 1200, { preprocessing: resized })).toEqual([lines.data])
  expect(await readImages(path, 1200, { preprocessing: image })).toEqual([atOnce(imageOf(lines, image))])
  const means = Array.from({ length: 784 }, () => 0)
  const preprocessing = { kind: 'standard', means, spreads: means } as const
  await expect(readImages(path, 784, { preprocessing })).rejects.toThrow(
    `${path}: it is a picture, but the model takes numbers on one scale. Pass those, or a model of pictures.`,
  )
})

describe('raw images', () => {
  const raw = Uint8Array.from({ length: 108 }, (_, i) => (i * 37) % 256)

  test('as they are, one after the other', async () => {
    const path = await saved(raw)
    expect((await readImages(path, 108, {})).map(image => [...image])).toEqual([[...raw]])
    const three = await readImages(path, 36, {})
    expect(three.map(image => [...image])).toEqual(
      [0, 36, 72].map(start => [...raw.subarray(start, start + 36)]),
    )
  })

  test.each([1, 107, 109, 783])('that do not come out even are refused: %d bytes', async length => {
    const path = await saved(new Uint8Array(length))
    await expect(readImages(path, 54 * 16, {})).rejects.toThrow(
      `${path}: ${length} bytes that are neither PNG nor JPEG: expected such a picture, or raw images of 864 bytes each.`,
    )
  })
})

describe('a picture of another format', () => {
  const text = (letters: string) => Buffer.from(letters.padEnd(784, '\0'), 'latin1')

  test.each([
    ['a WebP', text('RIFF\x24\x01\0\0WEBPVP8 ')],
    ['a GIF', text('GIF89a')],
    ['a TIFF', text('II*\0\x08')],
    ['a HEIC', text('\0\0\0\x18ftypheic')],
    ['a BMP', text('BM\x36\x03')],
  ])('is called %s picture, even of as many bytes as a raw image', async (name, bytes) => {
    const path = await saved(bytes)
    await expect(readImages(path, 784, {})).rejects.toThrow(
      `${path}: it is ${name} picture: expected PNG or JPEG. Make a PNG of it by \`gradus data convert\`.`,
    )
    await expect(readImages(path, 784, {})).rejects.toThrow(PictureError)
  })
})

describe('a file that cannot be read', () => {
  test('is empty', async () => {
    const path = await saved(new Uint8Array(0))
    await expect(readImages(path, 784, {})).rejects.toThrow(`${path}: it is empty`)
  })

  test('is none', async () => {
    const path = join(folder.path, 'none.png')
    await expect(readImages(path, 784, {})).rejects.toThrow(FileError)
    await expect(readImages(path, 784, {})).rejects.toThrow(`Cannot read ${path}: there is no such file.`)
  })

  test('is a folder', async () => {
    await expect(readImages(folder.path, 784, {})).rejects.toThrow(
      `Cannot read ${folder.path}: it is a folder.`,
    )
  })

  test('is too long, if only by a byte', async () => {
    const path = await saved(raw(MAX_FILE_BYTES))
    expect(await readImages(path, 2 ** 20, {})).toHaveLength(32)
    await truncate(path, MAX_FILE_BYTES + 1)
    await expect(readImages(path, 2 ** 20, {})).rejects.toThrow(PictureError)
    await expect(readImages(path, 2 ** 20, {})).rejects.toThrow('longer than 33554432 bytes (32 MiB)')
  })

  const raw = (length: number): Uint8Array => new Uint8Array(length)
})
