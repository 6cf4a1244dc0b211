import { stripVTControlCharacters } from 'node:util'
import { denseExamples } from '@gradus/core'
import type { LoadedData } from '@gradus/data/node'
import { reportOn } from '@gradus/data/report'
import { Dataset } from '@gradus/mnist'
import stringWidth from 'string-width'
import { describe, expect, it, test } from 'vitest'
import { ASCII, COLOURED, PLAIN } from '../../test/frames.ts'
import { sheetLines } from './contact-sheet.ts'
import { factLines, findingLines } from './report-text.ts'

const NAMES = [
  'cat',
  '一个很长很长的类别名称用来看看它是否合适',
  'a name that is much longer than any line of eighty columns, which has to be cut somewhere',
]

/** Images of a bright bar on black, of the class of its place; image 0 stands in the test data too. */
function imagesOf(classes: number, side = 28): LoadedData {
  const made = (count: number, first: number): Dataset => {
    const data = new Uint8Array(count * side * side)
    for (let i = 0; i < count; i++) {
      const row = Math.floor((((first + i) % classes) * (side - 3)) / classes)
      data.fill(200 + ((first + i) % 50), i * side * side + row * side, i * side * side + (row + 4) * side)
    }
    const labels = Uint8Array.from({ length: count }, (_, i) => (first + i) % classes)
    return Dataset.from(
      { kind: 'images', file: 'images', dimensions: [count, side, side], data },
      { kind: 'labels', file: 'labels', dimensions: [count], data: labels },
      { classes },
    )
  }
  const names = Array.from(
    { length: classes },
    (_, c) => `${NAMES[c % NAMES.length]} ${c === 1 ? '\u001B[2J\n' : c}`,
  )
  return {
    ...{ source: 'pictures', path: '/pictures', train: made(4 * classes, 0), validation: undefined },
    ...{ test: made(classes, 0), notes: ['The pictures are resized.'], classes: names },
    preprocessing: { kind: 'image', rows: side, cols: side, form: 'resized' },
  }
}

function tableOf(): LoadedData {
  const rows = Array.from({ length: 40 }, (_, i): [number[], number[]] => {
    return [[(i % 9) - 4, Number(i % 2 === 0), Number(i % 2 === 1)], i % 2 === 0 ? [1, 0] : [0, 1]]
  })
  const columns = [
    { name: '长度 (in centimetres, as it was measured)' },
    { name: 'colour', values: ['red', 'blue'] },
  ]
  const numbers = { means: [10, 0, 0], spreads: [2, 1, 1] }
  return {
    ...{
      source: 'table',
      path: '/flowers.csv',
      train: denseExamples(rows),
      validation: undefined,
      test: undefined,
    },
    ...{ notes: [], classes: ['a', 'b'], split: { shares: [80, 10, 10], seed: '7' } },
    preprocessing: { kind: 'table', label: 'kind', columns, ...numbers },
  }
}

/** All of a report, each line within its columns. */
function textOf(data: LoadedData, columns: number, theme = PLAIN): string {
  const report = reportOn(data)
  const paper = { columns, theme }
  const lines = [
    ...factLines(data, report, paper),
    ...sheetLines({ data, report, seed: 0 }, paper),
    ...findingLines(report.findings, paper),
  ].map(line => (theme.depth === 1 ? line : stripVTControlCharacters(line)))
  for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
  return lines.join('\n')
}

const PAPERS = [
  [40, PLAIN],
  [80, ASCII],
  [120, COLOURED],
  [300, PLAIN],
] as const

describe.each([1, 3, 47, 256])('a report on images of %d classes', classes => {
  it('fits, with long and wide names', () => {
    const data = imagesOf(classes)
    for (const [columns, theme] of PAPERS) {
      const text = textOf(data, columns, theme)
      expect(text).toContain('cat 0')
      expect(text).not.toContain('\u001B[2J')
      if (theme === ASCII) expect(text.replaceAll(/[\p{sc=Han}\uFFFD]/gu, '')).toMatch(/^[ -~\n]*$/)
    }
  })
})

test('the contact sheet has the mean image and samples of each class', () => {
  const data = imagesOf(3)
  const lines = sheetLines({ data, report: reportOn(data), seed: 0 }, { columns: 80, theme: PLAIN })
  const at = lines.findIndex(line => line.startsWith('cat 0'))
  // The bar of the first class is at the top, in the mean image and in all four samples.
  expect(lines[at + 1]).toMatch(/^(\S{14} ){4}\S{14}$/)
  expect(lines[at + 2]?.trim()).toBe('')
  expect(
    sheetLines({ data: tableOf(), report: reportOn(tableOf()), seed: 0 }, { columns: 80, theme: PLAIN }),
  ).toEqual([])
})

test('images are told of with their form, notes, classes and leaks', () => {
  const text = textOf(imagesOf(3), 100)
  expect(text).toMatch(/^Data +\/pictures \(folder of pictures\)$/m)
  expect(text).toMatch(/^Parts +12 training, no validation, 3 test$/m)
  expect(text).toMatch(/^Inputs +784: images of 28 x 28 pixels, from 0 to 211/m)
  expect(text).toMatch(/^Constant +\d+ of 784 inputs are the same in all training images; those that differ/m)
  expect(text).toMatch(/^Form +resized: all of the picture/m)
  expect(text).toMatch(/^Note +The pictures are resized\.$/m)
  expect(text).toMatch(/^class +training +test$/m)
  expect(text).toMatch(/^cat 0 +4 +1 {2}█+/m)
  expect(text).toMatch(/^Alarm +The training data hold test images: 3 of the 3/m)
})

test('a table is told of by its columns', () => {
  const text = textOf(tableOf(), 80)
  expect(text).toMatch(/^Inputs +3, of 2 columns$/m)
  expect(text).toMatch(/^column +mean +spread +smallest +largest$/m)
  expect(text).toMatch(/^长度 \(in centimetres.*… +10 +2 +2 +18$/m)
  expect(text).toMatch(/^colour: red 20, blue 20$/m)
  expect(text).toMatch(/^Note +There are no test rows/m)
})

test('no findings are said to be none', () => {
  expect(findingLines([], { columns: 80, theme: PLAIN }).join(' ')).toMatch(/^Findings +none/)
})
