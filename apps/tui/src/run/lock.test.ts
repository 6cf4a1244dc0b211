import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type ProcessIdentity, thisProcess } from '@gradus/core/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UsageError } from '../failure.ts'
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

  constructor(wrapper: readonly string[] = []) {
    const [command = '', ...args] = [...wrapper, process.execPath, RIVAL]
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
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

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await once(this.#child, 'close')
  }
}

/** A new rival, which is ready. */
async function startRival(wrapper?: readonly string[]): Promise<Rival> {
  const rival = new Rival(wrapper)
  expect(await rival.answer()).toBe('ready')
  return rival
}

const at = (name: string): string => join(folder, name)
const locksIn = async (): Promise<string[]> => (await readdir(folder)).filter(name => name.endsWith('.lock'))

/** Writes the lock of a run that is told. @returns its path */
async function writeLock(
  change: Partial<ProcessIdentity>,
  since = new Date().toISOString(),
  file = 'a.safetensors',
): Promise<string> {
  const path = at(`.${file}.0123abcd.lock`)
  const owner = { process: { ...thisProcess(), ...change }, since }
  await writeFile(path, JSON.stringify({ format: 'gradus-lock', version: 1, ...owner }))
  return path
}

const BUSY =
  /Another run saves there \(process \d+, as .*\.lock says\): wait for its end, or choose another file\.$/

describe('a lock', () => {
  it('is one’s until it is released, and leaves nothing behind', async () => {
    const release = await lock('--out', at('a.safetensors'))
    const [name = '', ...others] = await readdir(folder)
    expect(name).toMatch(/^\.a\.safetensors\.[0-9a-f]{8}\.lock$/)
    expect(others).toEqual([])
    const { process: owner, since } = JSON.parse(await readFile(at(name), 'utf8'))
    expect(owner).toEqual(thisProcess())
    expect(Math.abs(Date.parse(since) - Date.now())).toBeLessThan(60_000)
    release()
    expect(await readdir(folder)).toEqual([])
  })

  it('is had by one of several programs that want it at the same moment, also where a dead one had it', async () => {
    const dead = await startRival()
    for (let i = 0; i < 8; i += 2) expect(await dead.ask(at(`${i}.safetensors`))).toBe('got')
    await dead.kill()
    const left = await locksIn()
    expect(left).toHaveLength(4)
    const rivals = await Promise.all(Array.from({ length: 4 }, () => startRival()))
    for (let i = 0; i < 8; i++) {
      const answers = await Promise.all(rivals.map(rival => rival.ask(at(`${i}.safetensors`))))
      expect(answers.filter(answer => answer === 'got')).toHaveLength(1)
      expect(answers.filter(answer => BUSY.test(answer))).toHaveLength(3)
    }
    const locks = await locksIn()
    expect(locks).toHaveLength(8)
    expect(locks.filter(name => left.includes(name))).toEqual([])
    for (const rival of rivals) rival.end()
  })

  it('of one file is no matter to another, whatever its name', async () => {
    const others = [
      '.a.safetensors.1.lock',
      '.a.safetensors.1.0123abcd.lock',
      '.a.safetensors.lock',
      '.a.0123abcd.lock',
    ]
    for (const name of others) await writeFile(at(name), '')
    const release = await lock('--out', at('a.safetensors'))
    release()
    expect((await readdir(folder)).sort()).toEqual(others.sort())
  })

  it('cannot be had in a folder that is not there', async () => {
    await expect(lock('--out', at('none/a.safetensors'))).rejects.toThrow(UsageError)
  })

  it('is had of what its path leads to, through links of files and of folders, also to no file yet', async () => {
    await mkdir(at('real'))
    await symlink('real', at('alias'))
    await symlink(join('alias', 'a.safetensors'), at('latest.safetensors'))
    const release = await lock('--out', at('latest.safetensors'))
    expect(await readdir(at('real'))).toHaveLength(1)
    const rival = await startRival()
    for (const path of ['real/a.safetensors', 'alias/a.safetensors', 'latest.safetensors'])
      expect(await rival.ask(at(path))).toMatch(BUSY)
    release()
    expect(await rival.ask(at('real/a.safetensors'))).toBe('got')
    await rival.kill()
  })

  it.each([209, 210, 255])('is had of a name of %d bytes, once', async length => {
    const file = at(`é${'n'.repeat(length - 2)}`)
    const release = await lock('--out', file)
    const rival = await startRival()
    expect(await rival.ask(file)).toMatch(BUSY)
    expect(await rival.ask(file.slice(0, -1))).toBe('got')
    release()
    expect(await rival.ask(file)).toBe('got')
    await rival.kill()
    for (const name of [file, file.slice(0, -1)]) (await lock('--out', name))()
    expect(await readdir(folder)).toEqual([])
  })

  it('of a long name heeds the locks that former versions made, with the whole name', async () => {
    const name = 'n'.repeat(211)
    const former = await writeLock({ host: 'elsewhere', boot: 'another' }, undefined, name)
    await expect(lock('--out', at(name))).rejects.toThrow(`${former} is the lock of process`)
    const release = await lock('--out', at(name), true)
    release()
    expect(await readdir(folder)).toEqual([])
  })

  it('is of a name, not of the bytes: of two hard links each is replaced by itself', async () => {
    await writeFile(at('a.safetensors'), '')
    await link(at('a.safetensors'), at('b.safetensors'))
    const releases = [await lock('--out', at('a.safetensors')), await lock('--out', at('b.safetensors'))]
    for (const release of releases) release()
    expect((await readdir(folder)).sort()).toEqual(['a.safetensors', 'b.safetensors'])
  })
})

describe('the lock of a run that has ended is removed', () => {
  it.runIf(process.platform === 'linux').each([
    ['its number is another process’s', { start: 1 }, undefined],
    ['its number is the first process’s', { pid: 1 }, undefined],
    ['the machine was started again', { boot: 'another' }, '2001-01-01T00:00:00.000Z'],
  ])('where %s', async (_, change, since) => {
    const old = await writeLock(change, since)
    const release = await lock('--out', at('a.safetensors'))
    expect(await locksIn()).toHaveLength(1)
    expect(await locksIn()).not.toContain(old)
    release()
  })
})

it('leaves nothing of a run that was killed while it made its lock', async () => {
  const program = `import fs from 'node:fs/promises'
    import { syncBuiltinESMExports } from 'node:module'
    fs.link = () => process.kill(process.pid, 'SIGKILL')
    syncBuiltinESMExports()
    const { lock } = await import(process.argv[1])
    await lock('--out', process.argv[2])`
  const module = new URL('lock.ts', import.meta.url).href
  spawnSync(process.execPath, ['--input-type=module', '--eval', program, module, at('a.safetensors')])
  expect(await readdir(folder)).toEqual([
    expect.stringMatching(/^\.\.a\.safetensors\.[0-9a-f]{8}\.lock\..*\.tmp$/),
  ])
  const release = await lock('--out', at('a.safetensors'))
  release()
  expect(await readdir(folder)).toEqual([])
})

describe('a lock of which nobody can tell whether its run goes on', () => {
  it.each([
    ['of another host', { host: 'elsewhere', boot: 'another' }],
    ['of another host that tells little', { host: 'elsewhere', boot: undefined, start: undefined }],
    ['of another container', { host: 'container', namespace: 'pid:[1]' }],
  ])('%s counts, until it is taken over', async (_, change) => {
    const path = await writeLock(change)
    const attempt = lock('--out', at('a.safetensors'))
    await expect(attempt).rejects.toThrow(UsageError)
    await expect(attempt).rejects.toThrow(
      `${path} is the lock of process ${process.pid} on ${change.host}, since `,
    )
    await expect(attempt).rejects.toThrow('If it has ended, add --take-over, which removes the lock')
    expect(await locksIn()).toHaveLength(1)
    const release = await lock('--out', at('a.safetensors'), true)
    expect(await locksIn()).toHaveLength(1)
    release()
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    ['empty', ''],
    ['damaged', '{"format":"gradus-lock","version":1,"process":{"pid":1'],
    ['of a later version', '{"format":"gradus-lock","version":2}'],
    ['endless', 'x'.repeat(100_000)],
  ])('since it is %s, counts, until it is taken over', async (_, text) => {
    const path = at('.a.safetensors.0123abcd.lock')
    await writeFile(path, text)
    await expect(lock('--out', at('a.safetensors'))).rejects.toThrow(
      `Another run may save there: ${path} cannot be read as the lock of one. If none does, add --take-over`,
    )
    const release = await lock('--out', at('a.safetensors'), true)
    release()
    expect(await readdir(folder)).toEqual([])
  })

  it('since it is a link, counts, and what it points to stays', async () => {
    await writeFile(at('precious'), 'kept')
    await symlink('precious', at('.a.safetensors.0123abcd.lock'))
    await symlink('/dev/zero', at('.a.safetensors.4567abcd.lock'))
    await expect(lock('--out', at('a.safetensors'))).rejects.toThrow('cannot be read as the lock of one')
    const release = await lock('--out', at('a.safetensors'), true)
    release()
    expect(await readdir(folder)).toEqual(['precious'])
    expect(await readFile(at('precious'), 'utf8')).toBe('kept')
  })
})

describe('the lock of a run that is known to go on', () => {
  it.runIf(process.platform === 'linux')('cannot be taken over', async () => {
    const release = await lock('--out', at('a.safetensors'))
    await writeLock({})
    const rival = lock('--out', at('a.safetensors'), true)
    await expect(rival).rejects.toThrow(BUSY)
    release()
  })

  it('can be where the system tells no starts of processes: another may have its number', async () => {
    const little = { boot: undefined, namespace: undefined, start: undefined }
    await writeLock(little)
    await expect(lock('--out', at('a.safetensors'))).rejects.toThrow(
      'if that process is no run of Gradus, add --take-over.',
    )
    const release = await lock('--out', at('a.safetensors'), true)
    release()
  })
})

const UNSHARE = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child', '--mount-proc']
/** Whether this user may make PID namespaces, as containers have them. */
const hasNamespaces = spawnSync('unshare', [...UNSHARE.slice(1), 'true']).status === 0

describe.runIf(hasNamespaces)('runs in containers that share a folder', () => {
  it('leave each other’s locks, whoever comes first', async () => {
    const [inside, other, outside] = await Promise.all([
      startRival(UNSHARE),
      startRival(UNSHARE),
      startRival(),
    ])
    expect(await inside.ask(at('a.safetensors'))).toBe('got')
    const [kept] = await locksIn()
    for (const rival of [other, outside])
      expect(await rival.ask(at('a.safetensors'))).toMatch(/from here nobody can tell whether that goes on/)
    expect(await outside.ask(at('b.safetensors'))).toBe('got')
    expect(await other.ask(at('b.safetensors'))).toMatch(/from here nobody can tell whether that goes on/)
    expect(await locksIn()).toContain(kept)
    await Promise.all([inside, other, outside].map(rival => rival.kill()))
  })
})
