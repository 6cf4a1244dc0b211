import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { lock } from './lock.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

const RIVAL = new URL('../../test/lock-rival.ts', import.meta.url).pathname

/** Another program that wants locks. */
class Rival {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor() {
    const child = spawn(process.execPath, [RIVAL], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child = child
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  }

  async answer(): Promise<string> {
    return (await this.#lines.next()).value
  }

  ask(path: string): Promise<string> {
    this.#child.stdin?.write(`${path}\n`)
    return this.answer()
  }

  end(): void {
    this.#child.stdin?.end()
  }
}

/** The process number of a program that is over. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}

it('is one’s until it is released, and leaves nothing behind', async () => {
  const path = join(folder, 'a.safetensors')
  const release = await lock('--out', path)
  expect(await readdir(folder)).toEqual([`.a.safetensors.${process.pid}.lock`])
  release()
  expect(await readdir(folder)).toEqual([])
})

it('is had by one of several programs that want it at the same moment, also where a dead one had it', async () => {
  const rivals = Array.from({ length: 4 }, () => new Rival())
  await Promise.all(rivals.map(rival => rival.answer()))
  const dead = deadPid()
  for (let i = 0; i < 20; i++) {
    const path = join(folder, `${i}.safetensors`)
    if (i % 2 === 0) await writeFile(join(folder, `.${i}.safetensors.${dead}.lock`), '')
    const answers = await Promise.all(rivals.map(rival => rival.ask(path)))
    expect(answers.filter(answer => answer === 'got')).toHaveLength(1)
    expect(answers.filter(answer => answer.includes('Another run saves there (process '))).toHaveLength(3)
    expect(await readdir(folder)).not.toContain(`.${i}.safetensors.${dead}.lock`)
  }
  for (const rival of rivals) rival.end()
})

it('of one file is no matter to another, whatever its name', async () => {
  await writeFile(join(folder, '.a.safetensors.1.1.lock'), '')
  await writeFile(join(folder, '.a.safetensors.one.lock'), '')
  await writeFile(join(folder, '.a.1.lock'), '')
  const release = await lock('--out', join(folder, 'a.safetensors'))
  release()
  expect(await readdir(folder)).toHaveLength(3)
})

it('cannot be had in a folder that is not there', async () => {
  const path = join(folder, 'none', 'a.safetensors')
  await expect(lock('--out', path)).rejects.toThrow(UsageError)
})
