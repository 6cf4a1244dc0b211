import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runOf, useFolder } from '../../test/kept-runs.ts'
import { UsageError } from '../failure.ts'
import { findRun, findRunOrFile } from './list-runs.ts'
import { formatRun } from './run.ts'

const ids = [
  '20261124-103912-c3d4',
  '20261124-003912-a1b2',
  '20261123-220000-a1ff',
  '20261123-210000-2026',
  '20261122-000000-0000',
]
const list = { folder: '/runs', runs: ids.map(id => runOf({ id })), problems: [], damaged: [] }
const find = (reference: string) => findRun('[run]', reference, list).id

describe('a run is found by', () => {
  test.each([
    ['its id', '20261124-003912-a1b2', 1],
    ['the beginning of its id', '20261124-0', 1],
    ['its last digits', 'c3d4', 0],
    ['the first of its last digits', 'c3', 0],
    ['the beginning before the last digits', '20261122', 4],
    ['being the newest', 'last', 0],
    ['being the newest, in long', 'last~0', 0],
    ['its place before the newest', 'last~3', 3],
  ])('%s', (_, reference, place) => {
    expect(find(reference)).toBe(ids[place])
  })
})

describe('what means none, or several, is refused with the remedy', () => {
  test.each([
    ['20261124', '2 runs have such ids: expected more of one of 20261124-103912-c3d4, 20261124-003912-a1b2.'],
    ['2026', '5 runs have such ids: expected more of one of'],
    ['2026', '20261123-210000-2026 and 1 more.'],
    ['a1', '2 runs have such ids: expected more of one of 20261124-003912-a1b2, 20261123-220000-a1ff.'],
    ['ffff', 'No run in /runs has such an id: expected one that `gradus runs` lists'],
    ['', 'No run in /runs has such an id'],
    ['20261124-003912-a1b23', 'No run in /runs has such an id'],
    ['last~5', '/runs has 5 of them: expected last .. last~4.'],
    ['last~99999999999999999999', '/runs has 5 of them'],
    ['last~', 'No run in /runs has such an id'],
    ['latest', 'No run in /runs has such an id'],
  ])('%s', (reference, problem) => {
    expect(() => find(reference)).toThrow(UsageError)
    expect(() => find(reference)).toThrow(`argument '[run]' value '${reference}' is invalid. `)
    expect(() => find(reference)).toThrow(problem)
  })

  test('the id of a damaged record', () => {
    const id = '20261124-003913-ffff'
    const damaged = [{ id, problem: 'It is empty.' }]
    for (const runs of [list.runs, []])
      expect(() => findRun('[run]', id, { ...list, runs, damaged })).toThrow('is invalid. It is empty.')
  })

  test('anything, where there are no runs', () => {
    expect(() => findRun('[run]', 'last', { ...list, runs: [] })).toThrow(
      'No runs are kept in /runs: `gradus train` makes one.',
    )
  })
})

describe('by the path of its file', () => {
  const place = useFolder()

  test('wherever that is', async () => {
    const run = runOf({ id: '20200101-000000-0123' })
    const path = join(place.folder, 'good.json')
    await writeFile(path, formatRun(run))
    expect(await findRunOrFile('<run...>', path, list)).toEqual(run)
    expect(await findRunOrFile('<run...>', relative('', path), list)).toEqual(run)
    expect((await findRunOrFile('<run...>', 'last', list)).id).toBe(ids[0])
  })

  test('unless there is none, or it holds no run', async () => {
    await mkdir(join(place.folder, 'folder.json'))
    await writeFile(join(place.folder, 'broken.json'), '{}')
    for (const [name, problem] of [
      ['missing.json', 'there is no such file. Check the spelling.'],
      ['folder.json', 'it is a folder. Name a file in it.'],
      ['broken.json', 'format is missing: expected gradus-run.'],
    ] as const) {
      const finding = findRunOrFile('<run...>', join(place.folder, name), list)
      await expect(finding).rejects.toThrow(UsageError)
      await expect(finding).rejects.toThrow(problem)
    }
  })
})
