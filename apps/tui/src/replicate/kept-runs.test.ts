import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { completeSpec } from '@gradus/core'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import { jobsOf } from './jobs.ts'
import { KeptRuns, keptRunsPath } from './kept-runs.ts'
import type { Trial } from './trials.ts'

const folder = useFolder('test')
const path = (): string => join(folder.path, 'gradus', 'replicate.json')
const trials = jobsOf({ names: ['hundred', 'regularized'], epochs: 1, seeds: 2 }).map(
  ({ spec }, i): Trial => ({
    spec: completeSpec(spec),
    validation: [9000 + i],
    test: [],
    training: [i],
    sha256: `${i}`,
  }),
)
const [first, second] = trials
if (!first || !second) throw new Error('expected trials')

test('runs are there again, each under all that decides its bits', async () => {
  const kept = await KeptRuns.open(path())
  for (const trial of trials) kept.add(trial)
  await kept.written
  const again = await KeptRuns.open(path())
  expect(trials.map(({ spec }) => again.get(spec)?.sha256)).toEqual(['0', '1', '2', '3', '4', '5'])
  expect(again.get(first.spec)).toMatchObject({ validation: [9000], test: [], training: [0] })
  for (const other of [{ epochs: 2 }, { eta: 3 }, { precision: 'float64' }, { seed: '7' }] as const) {
    expect(again.get({ ...first.spec, ...other })).toBeUndefined()
  }
})

test('what is reported is forgotten, and with the last of them the file is gone', async () => {
  const kept = await KeptRuns.open(path())
  kept.add(first)
  kept.add({ ...second, problem: 'It diverged.' })
  kept.forget([first.spec])
  await kept.written
  const again = await KeptRuns.open(path())
  expect([again.get(first.spec), again.get(second.spec)?.problem]).toEqual([undefined, 'It diverged.'])
  again.forget([second.spec])
  await again.written
  await expect(stat(path())).rejects.toThrow('ENOENT')
})

test('runs of another version are done again', async () => {
  const kept = await KeptRuns.open(path())
  kept.add(first)
  await kept.written
  await writeFile(path(), (await readFile(path(), 'utf8')).replace(/"version":"[^"]*"/, '"version":"0.0.9"'))
  const again = await KeptRuns.open(path())
  expect([again.get(first.spec), again.problem]).toEqual([undefined, undefined])
})

test.each(['', '{', '[]', '{"version":1}', '{"version":"0.1.0","runs":[{"spec":{}}]}'])(
  'a damaged file is told, and replaced: %s',
  async text => {
    const file = join(folder.path, 'replicate.json')
    await writeFile(file, text)
    const kept = await KeptRuns.open(file)
    expect(kept.problem).toContain(`The runs kept in ${file} cannot be read, and are done again: `)
    kept.add(first)
    await kept.written
    expect((await KeptRuns.open(file)).get(first.spec)?.sha256).toBe('0')
  },
)

test('a place that cannot be written to costs nothing but the keeping', async () => {
  await writeFile(join(folder.path, 'gradus'), 'a file')
  const kept = await KeptRuns.open(path())
  kept.add(first)
  await kept.written
  expect(kept.problem).toContain('Finished runs cannot be kept: ')
  expect(kept.get(first.spec)?.sha256).toBe('0')
})

test('the file is beside the runs', () => {
  expect(keptRunsPath({ XDG_STATE_HOME: folder.path })).toBe(path())
})
