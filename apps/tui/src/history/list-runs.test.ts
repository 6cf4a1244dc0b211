import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runOf, useFolder } from '../../test/kept-runs.ts'
import { UsageError } from '../failure.ts'
import { listRuns } from './list-runs.ts'
import { formatRun, pathOfRun, type Run } from './run.ts'

const place = useFolder()
const keep = (run: Run) => writeFile(pathOfRun(place.folder, run.id), formatRun(run))

test('the newest is first, to the millisecond', async () => {
  const runs = [
    runOf({ id: '20261124-003912-ffff', started: '2026-11-24T00:39:12.345Z' }),
    runOf({ id: '20261124-003912-0000', started: '2026-11-24T00:39:12.346Z' }),
    runOf({ id: '20271124-003912-1111', started: '2027-11-24T00:39:12.000Z' }),
    runOf({ id: '20251124-003912-2222', started: '2025-11-24T00:39:12.000Z' }),
  ]
  await Promise.all(runs.map(keep))
  const { runs: listed, problems } = await listRuns(place.folder)
  expect(listed.map(({ id }) => id.slice(-4))).toEqual(['1111', '0000', 'ffff', '2222'])
  expect(problems).toEqual([])
})

test('what is no run is told of, one line each, and does no harm', async () => {
  const { folder } = place
  const run = runOf()
  await keep(run)
  await writeFile(join(folder, 'notes.txt'), 'hello')
  await writeFile(join(folder, 'copy.json'), formatRun(run))
  await writeFile(join(folder, 'cut.json'), formatRun(run).slice(0, 100))
  await writeFile(join(folder, 'empty.json'), '')
  await mkdir(join(folder, 'folder.json'))
  await writeFile(join(folder, `.${run.id}.json.1-00000000.tmp`), 'half')
  const { runs, problems } = await listRuns(folder)
  expect(runs).toEqual([run])
  expect(problems).toEqual([
    `${join(folder, 'copy.json')}: it has the id ${run.id}: expected it to be named ${run.id}.json. Rename it, or remove it if it is a copy.`,
    `${join(folder, 'cut.json')}: it is no valid JSON: expected the record of a run. Remove it, or put back what it was.`,
    `${join(folder, 'empty.json')}: it is no valid JSON: expected the record of a run. Remove it, or put back what it was.`,
    `Cannot read ${join(folder, 'folder.json')}: it is a folder. Name a file in it.`,
    `${join(folder, 'notes.txt')}: it is no record of a run: expected none but those, as ID.json. Remove it, or put back what it was.`,
  ])
})

test('what has the name of a record, and is none, can be removed by its id', async () => {
  const [id, other] = ['20261124-003912-a1b2', '20261124-003912-a1b3']
  await writeFile(pathOfRun(place.folder, id), '')
  await keep(runOf({ id: other }))
  const { runs, problems, damaged } = await listRuns(place.folder)
  expect(runs.map(run => run.id)).toEqual([other])
  expect(damaged).toEqual([{ id, problem: expect.stringContaining('it is no valid JSON') }])
  expect(problems).toEqual([expect.stringContaining(`\`gradus runs --remove ${id}\` removes it.`)])
})

test('a link that leads nowhere is like a run that was removed just now', async () => {
  await symlink(join(place.folder, 'nowhere'), join(place.folder, 'link.json'))
  expect(await listRuns(place.folder)).toEqual({ folder: place.folder, runs: [], problems: [], damaged: [] })
})

test('a folder that is not there yet has none', async () => {
  const folder = join(place.folder, 'not', 'yet')
  expect(await listRuns(folder)).toEqual({ folder, runs: [], problems: [], damaged: [] })
})

test('a folder that cannot be read is the fault of its flag', async () => {
  const file = join(place.folder, 'file')
  await writeFile(file, '')
  await expect(listRuns(file)).rejects.toThrow(UsageError)
  await expect(listRuns(file)).rejects.toThrow(`option '--runs <folder>' argument '${file}' is invalid.`)
})
