import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { HASHES } from '../src/hashes.ts'
import { ENGINES_OF, type Suite } from '../src/program/program.ts'
import { RUNTIMES } from '../src/runtimes/all.ts'
import { writeData } from '../src/write-data.ts'
import { useTemporaryFolder } from './temporary-folder.ts'

const folder = useTemporaryFolder()
const dataOf = (suite: Suite): string => join(folder.path, suite)

beforeAll(async () => {
  await writeData('short', dataOf('short'))
  await writeData('whole', dataOf('whole'))
}, 60_000)

test('a resumed run is to have the bits of one that never stopped', () => {
  expect(HASHES.short['784-15-10, resumed']).toBe(HASHES.short['784-15-10'])
})

describe.each(RUNTIMES)('$name', ({ host, engine, run }) => {
  test.for(['short', 'whole'] as const)('gives the hashes of the %s suite', async (suite, { signal }) => {
    const report = await run({ suite, dataFile: dataOf(suite), signal })
    expect(report.host).toContain(host)
    expect(report.engine).toBe(engine)
    expect(report.results).toEqual(Object.fromEntries(ENGINES_OF[suite].map(name => [name, HASHES[suite]])))
  })
})
