import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { thisProcess } from '@gradus/core/node'
import { expect, test } from 'vitest'
import { large, nothing, runOf, small, useFolder } from '../../test/kept-runs.ts'
import { UsageError } from '../failure.ts'
import { isComparable, lastComparable, namedRun } from './earlier-run.ts'
import { formatRun, pathOfRun, type Run } from './run.ts'

const place = useFolder()
const keep = (run: Run) => writeFile(pathOfRun(place.folder, run.id), formatRun(run))
const { spec } = small
const withData = (data: Partial<Run['spec']['data']>) => ({
  spec: { ...spec, data: { ...spec.data, ...data } },
})
const running = { status: 'running' } as const

test.each<[string, Partial<Run>, boolean]>([
  ['the same', {}, true],
  ['another eta, seed and number of epochs', { spec: { ...spec, eta: 1, seed: '7', epochs: 90 } }, true],
  ['one that diverged', { result: { status: 'diverged' } }, true],
  ['one that was killed', { result: running }, true],
  ['two epochs', { history: small.history.slice(0, 2) }, true],
  ['one epoch', { history: small.history.slice(0, 1) }, false],
  ['one that is running', { result: running, process: thisProcess() }, false],
  ['one that may be running elsewhere', { result: running, process: { pid: 1, host: 'far' } }, false],
  ['other sizes', { spec: { ...spec, sizes: [784, 1, 510] } }, false],
  ['other data', withData({ hash: 'd2' }), false],
  ['data without a hash', withData({ hash: undefined }), false],
  ['fewer training examples', withData({ train: 40_000 }), false],
  ['other validation data', withData({ validation: 20_000 }), false],
  ['no validation data', withData({ validation: undefined }), false],
  ['no test data', withData({ test: undefined }), false],
])('comparable: %s', (_, change, expected) => {
  const run = runOf({ started: new Date().toISOString(), ...change })
  expect(isComparable(run, spec)).toBe(expected)
})

test('data whose hash nobody knows are the same as none', () => {
  const unknown = withData({ hash: undefined })
  expect(isComparable(runOf(unknown), unknown.spec)).toBe(false)
})

test('the last comparable run started before this one, whatever else is in the folder', async () => {
  const { folder } = place
  const find = (before: string) => lastComparable(folder, spec, before)
  expect(await find('2026-11-25')).toBeUndefined()
  expect(await lastComparable(join(folder, 'no'), spec, '2026-11-25')).toBeUndefined()
  const later = runOf({ id: '20261124-013000-0001', started: '2026-11-24T01:30:00.000Z' })
  for (const run of [small, later, large, nothing]) await keep(run)
  await writeFile(pathOfRun(folder, '20261124-050000-dddd'), 'damaged')
  await mkdir(pathOfRun(folder, '20261124-060000-eeee'))
  await writeFile(join(folder, 'zz.json'), formatRun(small))
  expect(await find('2026-11-25')).toEqual(later)
  expect(await find(later.started)).toEqual(small)
  expect(await find(small.started)).toBeUndefined()
})

test('a run that is named may be any that has an epoch', async () => {
  for (const run of [small, large, nothing]) await keep(run)
  const named = (reference: string) => namedRun('--against <run>', reference, place.folder)
  expect(await named('c3d4')).toEqual(large)
  expect(await named(pathOfRun(place.folder, small.id))).toEqual(small)
  await expect(named('20261124-03')).rejects.toThrow(
    /no complete epoch: expected a run with one\. Name another/,
  )
  await expect(named('9999')).rejects.toThrow(UsageError)
})
