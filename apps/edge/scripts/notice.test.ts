import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'tsup'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { notice } from '../../../scripts/notice.ts'

const EDGE = join(import.meta.dirname, '..')

/** The folder of a package that is installed for another. */
function installed(name: string, by: string): string {
  let folder = dirname(createRequire(join(by, 'package.json')).resolve(name))
  while (!folder.endsWith(join('node_modules', name))) folder = dirname(folder)
  return folder
}

const PROM = installed('prom-client', EDGE)
const TDIGEST = installed('tdigest', PROM)
const EVERYWHERE = ['hono', 'valibot', 'pako'].map(name => installed(name, EDGE))
const SERVERS = [...EVERYWHERE, PROM, TDIGEST, installed('bintrees', TDIGEST)]

test.each([
  ['worker', EVERYWHERE],
  ['vercel', EVERYWHERE],
  ['servers', SERVERS],
])('what is built has the licences of what is in it, word for word: %s', async (name, folders) => {
  const text = await readFile(join(EDGE, 'dist', `${name}.NOTICE.md`), 'utf8')
  const read = (folder: string, file: string) => readFile(join(folder, file), 'utf8')
  for (const folder of folders) {
    const licence = await read(folder, 'LICENSE').catch(() => read(folder, 'LICENSE.md'))
    expect(text).toContain(licence.trim())
  }
  expect(text).toContain((await read(join(EDGE, '..', '..'), 'LICENSE')).trim())
  expect(text).toContain('Copyright (c) 2005-2025, NumPy Developers.')
})

describe('a notice', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'gradus-notice-')))
    await put('LICENSE', 'Ours.')
    await put('app/package.json', '{"name":"app","version":"1.0.0"}')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }

  /** The notice of a program with this text. */
  async function noticeOf(program: string): Promise<string> {
    await put('app/main.js', program)
    await build({
      ...{ config: false, silent: true, dts: false, format: 'esm', noExternal: [/./] },
      ...{ entry: { main: join(folder, 'app', 'main.js') }, outDir: join(folder, 'dist') },
      esbuildPlugins: [notice('NOTICE.md')],
    })
    return readFile(join(folder, 'dist', 'NOTICE.md'), 'utf8')
  }

  test('has our licence, and that of each package of which something is in the program', async () => {
    await put('app/node_modules/used/package.json', '{"name":"used","version":"2.0.0","main":"lib/a.js"}')
    await put('app/node_modules/used/lib/package.json', '{"type":"module"}')
    await put('app/node_modules/used/lib/a.js', 'export const a = Math.random()')
    await put('app/node_modules/used/LICENCE.txt', 'Theirs.')
    await put('app/node_modules/used/NOTICE', 'Their notice.')
    await put(
      'app/node_modules/unused/package.json',
      '{"name":"unused","version":"3.0.0","sideEffects":false}',
    )
    await put('app/node_modules/unused/index.js', 'export const b = 1')
    const text = await noticeOf("import { a } from 'used'\nimport { b } from 'unused'\nconsole.log(a)")
    expect(text).toMatch(/^# Notices\n/)
    for (const part of ['Ours.', '## used 2.0.0', 'Theirs.', 'Their notice.']) expect(text).toContain(part)
    expect(text).not.toContain('unused')
  })

  test('cannot be made where a package has no licence, and the build fails', async () => {
    await put('app/node_modules/bare/package.json', '{"name":"bare","version":"2.0.0"}')
    await put('app/node_modules/bare/index.js', 'export const a = Math.random()')
    await expect(noticeOf("import { a } from 'bare'\nconsole.log(a)")).rejects.toThrow(
      'has no licence: expected a file LICENSE.',
    )
  })
})
