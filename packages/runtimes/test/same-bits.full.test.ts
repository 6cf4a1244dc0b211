import { join } from 'node:path'
import { useFolder } from '@gradus/testing/folders'
import { beforeAll, describe, expect, test } from 'vitest'
import hashes from '../data/hashes.json' with { type: 'json' }
import { ENGINES_OF, type Suite } from '../src/program/program.ts'
import { chromium } from '../src/runtimes/chromium.ts'
import { bun, deno, node } from '../src/runtimes/command.ts'
import type { Runtime } from '../src/runtimes/runtime.ts'
import { workerd } from '../src/runtimes/workerd.ts'
import { writeData } from '../src/write-data.ts'

/** Results of every engine on every runtime, by suite and job. */
const HASHES: Readonly<Record<Suite, Readonly<Record<string, string>>>> = hashes

/** Runtimes on which the same seed must give the same bits. */
const RUNTIMES: readonly Runtime[] = [node(20), node(24), node(26), deno, bun, workerd, chromium]

const folder = useFolder()
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
