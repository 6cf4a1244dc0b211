import { describe, expect, test } from 'vitest'
import { inWords, markdownTable, median, sectionsOf, withSection } from './benchmarks.ts'

describe('median', () => {
  test.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  test('leaves the values in their order', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })

  test('refuses no values', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})

test('conditions are date, machine and load', () => {
  const machine = { processor: 'A chip', cores: 2, memoryGiB: 8, system: 'Linux 6.1.0 x64', loadBefore: 0.25 }
  expect(inWords({ date: '2026-11-30', machine })).toBe(
    '2026-11-30; A chip, 2 cores, 8 GiB, Linux 6.1.0 x64, load 0.3 before',
  )
})

test('a table has a line below its head', () => {
  expect(markdownTable(['', 'seconds'], [['Node', '1']])).toBe('|  | seconds |\n| --- | --- |\n| Node | 1 |')
})

test('a section is added at the end, then changed in its place', () => {
  const first = withSection('# Page\n', 'load', '## Load\n\nold\n')
  expect(first).toBe('# Page\n\n<!-- begin: load -->\n\n## Load\n\nold\n\n<!-- end: load -->\n')
  const second = withSection(first, 'start', '## Start')
  expect(withSection(second, 'load', '## Load\n\n$& new')).toBe(second.replace('old', () => '$& new'))
})

test('sections are found whole, and nothing else', () => {
  const load = '<!-- begin: load -->\n\n## Load\n\n<!-- end: load -->'
  const start = '<!-- begin: cold-start -->\n<!-- end: cold-start -->'
  expect(sectionsOf(`# Page\n\n${load}\n\ntext\n\n${start}\n`)).toEqual([load, start])
  expect(sectionsOf('# Page\n<!-- begin: load -->\n<!-- end: start -->')).toEqual([])
  expect(sectionsOf('')).toEqual([])
})
