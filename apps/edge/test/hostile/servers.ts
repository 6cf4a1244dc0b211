import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { MARKERS } from './request.ts'

const portsSchema = v.object({ open: v.number(), guarded: v.number(), impatient: v.number() })
const memorySchema = v.object({ resident: v.number(), heap: v.number(), buffers: v.number() })
const recordSchema = v.object({ level: v.string(), status: v.number() })

export type Ports = v.InferOutput<typeof portsSchema>

/** Bytes that a process holds after a garbage collection: in all, on JavaScript's heap, and in buffers. */
export type Memory = v.InferOutput<typeof memorySchema>

/** The servers of program.ts, as seen from outside. */
export interface Servers {
  readonly ports: Ports
  /** Log lines that tell of a failure or repeat planted text. */
  readonly badLines: readonly string[]
  /** Standard error. */
  readonly errors: readonly string[]
  isAlive(): boolean
  memory(): Promise<Memory>
  stop(): Promise<void>
}

export async function startServers(): Promise<Servers> {
  const child = fork(join(import.meta.dirname, 'program.ts'), {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const [badLines, errors]: [string[], string[]] = [[], []]
  if (child.stdout) createInterface(child.stdout).on('line', line => isBad(line) && badLines.push(line))
  if (child.stderr) createInterface(child.stderr).on('line', line => errors.push(line))
  const [ports] = await once(child, 'message')
  const isAlive = () => child.exitCode === null && child.signalCode === null
  return {
    ports: v.parse(portsSchema, ports),
    ...{ badLines, errors, isAlive },
    memory: async () => {
      // The memory of the last requests returns to the system a little later.
      await setTimeout(1000)
      child.send('memory')
      const [memory] = await once(child, 'message')
      return v.parse(memorySchema, memory)
    },
    stop: async () => {
      if (!isAlive()) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

function isBad(line: string): boolean {
  const { level, status } = v.parse(recordSchema, JSON.parse(line))
  return level !== 'info' || status >= 500 || MARKERS.some(marker => line.includes(marker))
}
