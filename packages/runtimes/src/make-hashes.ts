/** Writes data/hashes.json anew: the results of the built packages on the Node that runs this. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inFolder } from '@gradus/testing/folders'
import { ENGINES, type Results } from './program/jobs.ts'
import { runCommand } from './runtimes/command.ts'
import { writeData } from './write-data.ts'

const FILE = join(import.meta.dirname, '..', 'data', 'hashes.json')

const ABOUT =
  'SHA-256 of weights (biases, then weights, as little-endian float64), of draws and of costs, and counts. They say that all runtimes ' +
  'and engines agree to the bit, not that the bits are right: that is what the goldens of NumPy in @gradus/fixtures are for. So these ' +
  'alone come from our own code.'

const made: Record<string, Results | undefined> = {}
await inFolder(async folder => {
  for (const suite of ['short', 'whole'] as const) {
    const dataFile = join(folder, suite)
    await writeData(suite, dataFile)
    const { results } = await runCommand(process.execPath, [], {
      suite,
      dataFile,
      signal: new AbortController().signal,
    })
    made[suite] = results[ENGINES[0]]
  }
})
const command = 'pnpm --filter @gradus/runtimes hashes'
const text = `${JSON.stringify({ about: ABOUT, command, ...made }, null, 2)}\n`
const before = await readFile(FILE, 'utf8').catch(() => '')
await writeFile(FILE, text)
console.log(text === before ? 'The hashes are as they were.' : `The hashes have changed:\n${text}`)
