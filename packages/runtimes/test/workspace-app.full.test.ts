import { cp, glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import { pnpm } from '../src/child.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/**
 * The workspace as its tools see it, with the sources of what the app imports and of what these are built
 * with.
 */
const COPIED = [
  '{package.json,pnpm-workspace.yaml,pnpm-lock.yaml,turbo.json,tsconfig.base.json}',
  '{packages,apps}/*/package.json',
  'packages/{core,mnist,fixtures}',
]
const MADE = new Set(['node_modules', 'dist', '.turbo', 'test-results'])

const folder = useFolder()

async function copyWorkspace(to: string): Promise<void> {
  const filter = (source: string): boolean => !MADE.has(basename(source))
  for await (const path of glob(COPIED, { cwd: ROOT })) {
    await cp(join(ROOT, path), join(to, path), { recursive: true, filter })
  }
}

/** The code block of the README in this language that comes first. */
async function readmeBlock(language: string): Promise<string> {
  const fence = '```'
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
  const [, block = ''] = new RegExp(`${fence}${language}\\n(.*?)${fence}`, 's').exec(readme) ?? []
  return block
}

test("the README's app trains in the workspace as it is written there", async ({ signal }) => {
  const cwd = join(folder.path, 'workspace')
  await copyWorkspace(cwd)
  const app = join(cwd, 'apps', 'hello')
  await mkdir(app)
  await writeFile(join(app, 'hello.ts'), await readmeBlock('ts'))
  await writeFile(join(app, 'package.json'), await readmeBlock('json'))
  const config = { extends: '../../tsconfig.base.json', compilerOptions: { types: ['node'] } }
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify(config))
  await pnpm(['install', '--no-frozen-lockfile', '--prefer-offline'], { cwd, signal })
  await pnpm(['exec', 'turbo', 'run', 'build', '--filter=@gradus/mnist'], { cwd, signal })
  await pnpm(['exec', 'tsc', '-p', app], { cwd, signal })
  const transcript = await pnpm(['--silent', '--filter', 'hello', 'start'], { cwd, signal })
  const counts = Array.from(transcript.matchAll(/^Epoch \d : (\d+) \/ 10000$/gm), ([, count]) =>
    Number(count),
  )
  expect(counts).toHaveLength(3)
  expect(counts.at(-1)).toBeGreaterThan(8500)
  expect(transcript).toContain('The first test image is a 7; the network predicts a 7.')
})
