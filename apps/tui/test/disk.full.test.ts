import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { CLI, gradus, gradusUntil, signal as send } from './gradus.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = promisify(execFile)

test('a disk without space for it is reported at the start, and holds what an earlier run saved', async () => {
  const cwd = place.folder
  await gradus([...SMALL, '--out', 'full.safetensors'], { cwd })
  await gradusUntil(5, [...SMALL, '--epochs', '100000000', '--out', 'full.safetensors'], { cwd }, child =>
    send(child, 'SIGINT'),
  )
  const [model, checkpoint] = ['full.safetensors', 'full.checkpoint.safetensors'] as const
  const before = await Promise.all([model, checkpoint].map(name => readFile(join(cwd, name))))
  // Files of at most one block of 1024 bytes: a full disk's errors, without one.
  const args = [...SMALL, '--out', model, '--epochs', '1000'].map(arg => `'${arg}'`).join(' ')
  const attempt = run('bash', ['-c', `ulimit -f 1; exec '${process.execPath}' '${CLI}' ${args}`], { cwd })
  const { code, stdout, stderr } = await attempt.then(
    () => ({ code: 0, stdout: '', stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
  expect(stderr).toMatch(/error: option '--out <file>' argument '.*' is invalid\. Cannot write .*ulimit -f/)
  expect(stdout).toBe('')
  expect(code).toBe(2)
  expect(await readFile(join(cwd, model))).toEqual(before[0])
  expect(await readFile(join(cwd, checkpoint))).toEqual(before[1])
  expect((await readdir(cwd)).filter(name => name.endsWith('.tmp'))).toEqual([])
})

test('of an export for which there is no room nothing is left', async () => {
  const cwd = join(place.folder, 'exports')
  await mkdir(cwd)
  const module = new URL('../src/dashboard/export/write-beside.ts', import.meta.url).href
  const program = `
    const { writeBeside } = await import('${module}')
    await writeBeside('net.safetensors', '.overview.svg', 'a'.repeat(5000)).catch(error => console.log(error.message))`
  const command = `ulimit -f 1; exec '${process.execPath}' --input-type=module`
  const { stdout } = await run('bash', ['-c', `${command} --eval "$0"`, program], { cwd })
  expect(stdout).toMatch(/^Cannot write net\.overview\.svg: /)
  expect(await readdir(cwd)).toEqual([])
})
