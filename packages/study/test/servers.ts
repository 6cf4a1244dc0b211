import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A real server that tests and programs have to themselves, on a free port, with its files in a temporary folder. */
export interface Server {
  readonly url: string
  /** Stops it at once, as a power cut would. */
  kill(): Promise<void>
  /** Starts it again, on the same port and files. */
  start(): Promise<void>
  /** Forgets all that it keeps for queues. */
  flush(): Promise<void>
  /** Stops it, and removes its files. */
  stop(): Promise<void>
}

/** Keeps a server from telling what it empties besides. */
const QUIETLY = 'SET client_min_messages = warning'

/** Servers that a queue may be on. */
export const SERVERS = { redis: startRedis, postgres: startPostgres } as const

/** Starts Debian's redis-server. @param options of its command line, after those for a queue */
export async function startRedis(...options: string[]): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-redis-'))
  const port = await freePort()
  const own = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const kept = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction']
  return serverOf({
    folder,
    port,
    url: `redis://127.0.0.1:${port}`,
    command: ['redis-server', ...own, ...kept, ...options],
    flush: () => execFileSync('redis-cli', ['-p', `${port}`, 'FLUSHALL']),
  })
}

/** Starts Debian's PostgreSQL with an empty database; where the tests run as root, as the user postgres. */
export async function startPostgres(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-postgres-'))
  const port = await freePort()
  const user = process.getuid?.() === 0 ? userOf('postgres') : {}
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const options = { ...user, cwd: folder }
  execFileSync(program('initdb'), ['-D', data, '-U', 'gradus', '-A', 'trust', '--no-sync'], options)
  const url = `postgres://gradus@127.0.0.1:${port}/postgres`
  return serverOf({
    ...{ folder, port, url, user },
    command: [program('postgres'), '-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder],
    flush: () =>
      execFileSync(program('psql'), [url, '-qc', QUIETLY, '-c', 'TRUNCATE bullmq.job CASCADE'], options),
  })
}

interface User {
  readonly uid?: number
  readonly gid?: number
}

async function serverOf(given: {
  readonly folder: string
  readonly port: number
  readonly url: string
  readonly user?: User
  readonly command: readonly string[]
  readonly flush: () => unknown
}): Promise<Server> {
  const { folder, port, url, user = {}, command, flush } = given
  const [path = '', ...args] = command
  let child: ChildProcess | undefined
  const server: Server = {
    url,
    async kill() {
      await killed(child)
      child = undefined
    },
    async start() {
      // Processes of a PostgreSQL that was killed hold its memory until they are gone: it refuses to start until then.
      for (let tries = 1; ; tries++) {
        const log = openSync(join(folder, 'log'), 'w')
        child = spawn(path, args, { ...user, cwd: folder, stdio: ['ignore', log, log], detached: true })
        closeSync(log)
        if (await isListening(port, child)) return
        if (tries === 50) throw new Error(`The server ends: ${readFileSync(join(folder, 'log'), 'utf8')}`)
        await wait(200)
      }
    },
    async flush() {
      flush()
    },
    async stop() {
      await server.kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
  await server.start()
  return server
}

/** Kills a process and those that it started, which PostgreSQL gives groups of their own, and waits for its end. */
async function killed(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  process.kill(child.pid, 'SIGSTOP')
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
  for (const pid of [child.pid, ...children.split(' ').filter(Boolean).map(Number)]) kill(pid)
  await ended
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    const hasEnded = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!hasEnded) throw error
  }
}

/** A port of this machine that nobody listens to. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

/** Waits for a server. @returns false if it ended instead */
async function isListening(port: number, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) return false
    const socket = connect(port, '127.0.0.1')
    const isOpen = await Promise.race([once(socket, 'connect'), once(socket, 'close')])
      .then(() => !socket.destroyed)
      .catch(() => false)
    socket.destroy()
    if (isOpen) return true
    await wait(50)
  }
  throw new Error(`Nobody listens to port ${port}.`)
}

/** Path of a program of PostgreSQL, the newest that Debian has installed. */
function program(name: string): string {
  const versions = '/usr/lib/postgresql'
  const newest = readdirSync(versions)
    .map(Number)
    .sort((a, b) => b - a)[0]
  return join(versions, `${newest}`, 'bin', name)
}

function userOf(name: string): User {
  const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
