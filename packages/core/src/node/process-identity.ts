import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, uptime } from 'node:os'

/**
 * Identity of a process: it tells the process from every other after its end, after a restart of the machine,
 * and from elsewhere.
 */
export interface ProcessIdentity {
  /** Its number in its process namespace. */
  readonly pid: number
  /** Name of the machine that runs it. */
  readonly host: string
  /**
   * Identity of the system's start; undefined where the system does not tell it, as all the fields below
   * (only Linux does).
   */
  readonly boot?: string | undefined
  /** Process namespace that its number counts in: each container has its own. */
  readonly namespace?: string | undefined
  /** When it began, in ticks of the system's clock: a later process of the same number began later. */
  readonly start?: number | undefined
}

/** State of a process; unknown if another machine or container may run it. */
export type ProcessState = 'running' | 'ended' | 'unknown'

/** Milliseconds that a clock may be wrong by, at the start of a machine. */
const CLOCK_ERROR = 60_000

/** The identity of this process, to be written into what it leaves in files. */
export function thisProcess(): ProcessIdentity {
  const { pid } = process
  return { pid, host: hostname(), boot: bootId(), namespace: namespaceId(), start: statusOf(pid)?.start }
}

/**
 * Whether a process still runs, as far as can be told from here. Where the system does not tell when
 * processes began, another process with its number now is taken for it.
 * @param since when the process wrote, ISO 8601
 */
export function stateOfProcess(it: ProcessIdentity, since: string): ProcessState {
  const [boot, host] = [bootId(), hostname()]
  const booted = Date.now() - 1000 * uptime()
  if (it.boot !== undefined && boot !== undefined) {
    if (it.boot === boot) return it.namespace === namespaceId() ? stateHere(it) : 'unknown'
    // Another start of this machine, or another machine of the same name, which may have started later.
    return it.host === host && Date.parse(since) < booted + CLOCK_ERROR ? 'ended' : 'unknown'
  }
  if (it.host !== host) return 'unknown'
  return Date.parse(since) > booted - CLOCK_ERROR ? stateHere(it) : 'ended'
}

/**
 * Eight hexadecimal digits for a process space, in which a number means one process at a time: a host since
 * its start, or a container.
 */
export function pidSpace(): string {
  const space = [hostname(), bootId(), namespaceId()].join(' ')
  return createHash('sha256').update(space).digest('hex').slice(0, 8)
}

/** State of a process of this process space. */
export function stateHere({ pid, start }: Pick<ProcessIdentity, 'pid' | 'start'>): ProcessState {
  if (!isAlive(pid)) return 'ended'
  const status = statusOf(pid)
  if (status?.hasEnded) return 'ended'
  if (start === undefined) return 'running'
  if (!status) return 'unknown'
  return status.start === start ? 'running' : 'ended'
}

/** Whether some process, anybody's, has this number. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function bootId(): string | undefined {
  return orUndefined(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
}

function namespaceId(): string | undefined {
  return orUndefined(() => readlinkSync('/proc/self/ns/pid'))
}

/**
 * Status of a process in /proc; undefined if it is hidden, or if the numbers there are those of another
 * namespace.
 */
function statusOf(pid: number): { readonly start: number; readonly hasEnded: boolean } | undefined {
  return orUndefined(() => {
    if (readFileSync('/proc/self/stat', 'utf8').split(' ', 1)[0] !== String(process.pid)) return undefined
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, which may hold anything, stands in parentheses; the fields after it are the third and so on
    // of proc(5).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { start: Number(fields[22 - 3]), hasEnded: fields[0] === 'Z' || fields[0] === 'X' }
  })
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
