import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type ProcessIdentity, stateOfProcess, thisProcess } from './process-identity.ts'

const MODULE = new URL('process-identity.ts', import.meta.url).href
const PROGRAM = `import { thisProcess } from '${MODULE}'
  console.log(JSON.stringify(thisProcess()))
  setInterval(() => {}, 1000)`

/** A program that goes on until it is killed, and what it says it is. */
async function program(wrapper: readonly string[] = []): Promise<[ChildProcess, ProcessIdentity]> {
  const [command = '', ...args] = [...wrapper, process.execPath, '--input-type=module', '--eval', PROGRAM]
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  return [child, JSON.parse(String(line))]
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'close')
}

const now = (): string => new Date().toISOString()
const AT_ONCE = '2001-01-01T00:00:00.000Z'
const BOOT = '00000000-0000-0000-0000-000000000000'
const LINUX = process.platform === 'linux'

describe('a process', () => {
  it('runs until it has ended', async () => {
    const [child, identity] = await program()
    expect(identity).toMatchObject({ pid: child.pid, host: hostname() })
    expect(stateOfProcess(identity, now())).toBe('running')
    await kill(child)
    expect(stateOfProcess(identity, now())).toBe('ended')
    expect(stateOfProcess(thisProcess(), now())).toBe('running')
  })

  it('of another host is not known', () => {
    const { pid } = process
    expect(stateOfProcess({ pid, host: 'elsewhere' }, now())).toBe('unknown')
    expect(stateOfProcess({ pid, host: 'elsewhere' }, AT_ONCE)).toBe('unknown')
    expect(stateOfProcess({ ...thisProcess(), host: 'elsewhere', boot: BOOT }, AT_ONCE)).toBe('unknown')
  })

  it('of this host, of which no more is known, ran before the last start of it or is what has its number', () => {
    const identity = { pid: process.pid, host: hostname() }
    expect(stateOfProcess(identity, now())).toBe('running')
    expect(stateOfProcess(identity, AT_ONCE)).toBe('ended')
    for (const pid of [0, -1, 1.5, Number.NaN])
      expect(stateOfProcess({ ...identity, pid }, now())).toBe('ended')
  })
})

describe.runIf(LINUX)('on Linux a process', () => {
  it('is not the one that has its number later', () => {
    const identity = thisProcess()
    expect(stateOfProcess({ ...identity, start: (identity.start ?? 0) - 1 }, now())).toBe('ended')
    expect(stateOfProcess({ ...identity, pid: 1 }, now())).toBe('ended')
  })

  it('has ended once the machine was started again, but not if it began after that', () => {
    const identity = { ...thisProcess(), boot: BOOT }
    expect(stateOfProcess(identity, AT_ONCE)).toBe('ended')
    // This is another machine with the same name.
    expect(stateOfProcess(identity, new Date(Date.now() + 120_000).toISOString())).toBe('unknown')
  })

  it('is known by its machine, also where that was given another name', () => {
    expect(stateOfProcess({ ...thisProcess(), host: 'old-name' }, now())).toBe('running')
  })

  it('has ended when nobody has asked for its exit code yet', async () => {
    const shell = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const pid = Number(String((await once(shell.stdout, 'data'))[0]))
    const identity = { pid, host: hostname() }
    while (stateOfProcess(identity, now()) === 'running') await sleep(5)
    expect(stateOfProcess(identity, now())).toBe('ended')
    // The number is still taken.
    expect(process.kill(pid, 0)).toBe(true)
    await kill(shell)
  })
})

const UNSHARE = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child']
/** Whether this user may make PID namespaces, as containers have them. */
const hasNamespaces = spawnSync('unshare', [...UNSHARE.slice(1), 'true']).status === 0

describe.runIf(hasNamespaces)('a process of another PID namespace', () => {
  it.each([
    ['with its own /proc', [...UNSHARE, '--mount-proc']],
    ['without', UNSHARE],
  ])('is not known, alive or not, %s', async (_, wrapper) => {
    const [child, identity] = await program(wrapper)
    expect(identity.pid).toBeLessThan(10)
    expect(stateOfProcess(identity, now())).toBe('unknown')
    await kill(child)
    expect(stateOfProcess(identity, now())).toBe('unknown')
  })
})
