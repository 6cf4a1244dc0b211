import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Child } from '../child.ts'
import { CHROMIUM, versionOf } from '../installs.ts'
import type { Report } from '../program/program.ts'
import { PageServer } from './page-server.ts'
import { parseReport, type Runtime, type Task } from './runtime.ts'

/** Alone, quiet and without a network of its own. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--remote-debugging-port=0',
]

/** Serves the program to a browser that has never run before. */
async function run(task: Task): Promise<Report> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `@sparticuz/chromium holds no Chromium for ${process.platform}-${process.arch}: run the full suite on Linux (x64).`,
    )
  }
  const profile = await mkdtemp(join(tmpdir(), 'gradus-chromium-'))
  const server = new PageServer(task)
  const address = await server.listen()
  const { signal } = task
  const browser = new Child(CHROMIUM, [...ARGS, `--user-data-dir=${profile}`, address], { signal })
  try {
    return parseReport(await browser.during(server.report))
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const remedy = 'If a shared library is missing: apt-get install libnss3 libnspr4 libexpat1.'
    throw new Error(`Chromium failed: ${what}\n${remedy}\n${browser.stderr}`, { cause: error })
  } finally {
    await browser.stop()
    server.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

const [major] = versionOf('@sparticuz/chromium').split('.')

export const chromium: Runtime = { name: 'Chromium', host: `HeadlessChrome/${major}.`, engine: 'simd', run }
