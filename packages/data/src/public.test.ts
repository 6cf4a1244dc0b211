import { readFile } from 'node:fs/promises'
import { ExamplesError, GradusError } from '@gradus/core'
import * as data from '@gradus/data'
import * as node from '@gradus/data/node'
import * as report from '@gradus/data/report'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import { pictures, pngFile, writeFiles } from '../test/picture-folders.ts'

const dist = new URL('../dist/', import.meta.url)
const folder = useFolder('test')

test('the public face is these names', () => {
  expect(Object.keys(data).sort()).toEqual([
    'BlankImageError',
    'PictureError',
    'RowError',
    'SURE_SCORE',
    'areDigits',
    'atOnce',
    'decodePicture',
    'imageOf',
    'inkIn',
    'isInk',
    'isNormalised',
    'isSure',
    'labelOf',
    'normalise',
    'normaliseInSlices',
    'rowInput',
    'shapedImageOf',
    'shapesIn',
    'standardInput',
    'standardise',
    'trainingSampleOf',
  ])
  expect(Object.keys(node).sort()).toEqual([
    'DataFileError',
    'SharedData',
    'TableError',
    'loadData',
    'readRows',
  ])
  expect(Object.keys(report).sort()).toEqual(['PARTS', 'imageSizeOf', 'meanImages', 'reportOn', 'samplesOf'])
})

test.each([
  [0.9, true],
  [1, true],
  [0.8999999999999999, false],
  [0, false],
])('a score of %d is sure: %s', (score, sure) => {
  expect(data.isSure(score)).toBe(sure)
})

test('pictures of a folder are loaded as a network takes each of them', async () => {
  await writeFiles(folder.path, { ...pictures('cat', 10), ...pictures('dog', 10, 50) })
  const { train, classes, preprocessing } = await node.loadData(folder.path, {
    imageSize: { rows: 5, cols: 4 },
    split: { shares: [1, 0, 0], seed: '0' },
    cache: false,
  })
  if (train.kind !== 'sparse' || preprocessing?.kind !== 'image') throw new Error('expected images')
  const picture = data.atOnce(data.decodePicture(pngFile(28, 28, 53)))
  expect(train.at(13).pixels).toEqual(data.atOnce(data.imageOf(picture, preprocessing)))
  expect(data.labelOf(classes, train.labels[13])).toBe('dog')
})

test('errors of all entries are of the same classes', async () => {
  await writeFiles(folder.path, { 'cat/1.png': 'x', 'dog/1.png': 'x' })
  const error: unknown = await node.loadData(folder.path, { cache: false }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(node.DataFileError)
  expect(error).toBeInstanceOf(GradusError)
  expect(() => data.standardInput({ means: [0], spreads: [1] }, [])).toThrow(ExamplesError)
})

test.each([
  ['index.js', 2],
  ['report.js', 2],
  ['strokes.js', 1],
])('%s and all that it loads import no Node module', async (entry, files) => {
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
      else expect(name).toMatch(/^(@gradus\/(core|core\/predict|core\/health|mnist)|pako)$/)
    }
    expect(code).not.toMatch(/\bprocess\b|\bBuffer\b/)
  }
  await visit(new URL(entry, dist))
  expect(seen.length).toBeGreaterThanOrEqual(files)
})
