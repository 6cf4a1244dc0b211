import { cp, glob } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { pnpm } from '../src/child.ts'
import { useTemporaryFolder } from './temporary-folder.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const SAMPLE = join(import.meta.dirname, '..', 'samples', 'workspace-app')

/** The workspace as its tools see it, with the sources of what the app imports and of what these are built with. */
const COPIED = [
  '{package.json,pnpm-workspace.yaml,pnpm-lock.yaml,turbo.json,tsconfig.base.json}',
  '{packages,apps}/*/package.json',
  'packages/{core,mnist,fixtures}',
]
const MADE = new Set(['node_modules', 'dist', '.turbo', 'test-results'])

const folder = useTemporaryFolder()

async function copyWorkspace(to: string): Promise<void> {
  const filter = (source: string): boolean => !MADE.has(basename(source))
  for await (const path of glob(COPIED, { cwd: ROOT })) {
    await cp(join(ROOT, path), join(to, path), { recursive: true, filter })
  }
}

test('a new app trains with what it imports by workspace:*, and nothing else has to be changed', async ({
  signal,
}) => {
  const cwd = join(folder.path, 'workspace')
  await copyWorkspace(cwd)
  await cp(SAMPLE, join(cwd, 'apps', 'example'), { recursive: true })
  await pnpm(['install', '--no-frozen-lockfile', '--prefer-offline'], { cwd, signal })
  // This builds what the app depends on as well.
  await pnpm(['exec', 'turbo', 'run', 'typecheck', '--filter=@gradus/example'], { cwd, signal })
  const transcript = await pnpm(['--silent', '--filter', '@gradus/example', 'start'], { cwd, signal })
  const counts = Array.from(transcript.matchAll(/^Epoch \d : (\d+) \/ 10000$/gm), ([, count]) =>
    Number(count),
  )
  expect(counts).toHaveLength(2)
  expect(counts.at(-1)).toBeGreaterThan(8500)
})
