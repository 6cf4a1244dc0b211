import { mkdir, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { FileError, removeLeftovers, writeFileAtomic } from '@gradus/core/node'
import type { UnnamedRun } from './course.ts'
import { pathOfRun } from './list-runs.ts'
import { formatRun } from './run-file.ts'
import { newRunId } from './run-id.ts'

/** Milliseconds between two saves that nothing hurries. */
const INTERVAL = 1000
/** Of the time, at the most, what such saves may take: those of long histories are rarer. */
const LARGEST_SHARE = 0.01

/**
 * Saves the record of a run again and again, the newest state of it: one save at a time. What fails is told, once, and tried again with
 * the next save.
 */
export class RunWriter {
  readonly #folder: string
  readonly #warn: (error: Error) => void
  #id: string | undefined
  /** The newest that is still to be saved. */
  #next: UnnamedRun | undefined
  #saving: Promise<void> | undefined
  #rest = 0
  #hasWarned = false

  constructor(folder: string, warn: (error: Error) => void) {
    this.#folder = folder
    this.#warn = warn
  }

  /** Whether the last save is so long ago that another may cost what it does. */
  get isRested(): boolean {
    return this.#saving === undefined && performance.now() >= this.#rest
  }

  save(run: UnnamedRun): void {
    this.#next = run
    this.#saving ??= this.#saveAll()
  }

  /** Fulfilled when the newest state is saved, or has failed to be. */
  async flush(): Promise<void> {
    await this.#saving
  }

  async #saveAll(): Promise<void> {
    for (let next = this.#next; next; next = this.#next) {
      this.#next = undefined
      const start = performance.now()
      await this.#save(next).catch((error: unknown) => this.#tell(error))
      const end = performance.now()
      this.#rest = end + Math.max(INTERVAL, (end - start) / LARGEST_SHARE)
    }
    this.#saving = undefined
  }

  async #save(run: UnnamedRun): Promise<void> {
    const id = this.#id ?? (await prepare(this.#folder, new Date(run.started)))
    const path = pathOfRun(this.#folder, id)
    try {
      await writeFileAtomic(path, new TextEncoder().encode(formatRun({ id, ...run })))
      this.#id = id
    } catch (error) {
      // What was made to hold the id is nothing that could be read.
      if (this.#id === undefined) await unlink(path).catch(() => undefined)
      throw error
    }
  }

  #tell(error: unknown): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    this.#warn(error instanceof Error ? error : new Error(String(error)))
  }
}

/** Makes the folder, sweeps up in it after programs that were killed, and takes an id that no run has. @throws FileError */
async function prepare(folder: string, start: Date): Promise<string> {
  try {
    // Only for the user, as the XDG Base Directory Specification asks for.
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(folder)) {
      const [, file] = /^\.(\d{8}-\d{6}-[0-9a-f]{4}\.json)\..*\.tmp$/.exec(name) ?? []
      if (file !== undefined) await removeLeftovers(join(folder, file))
    }
    return await takeId(folder, start)
  } catch (error) {
    const isFile = isOfCode(error, 'EEXIST')
    throw new FileError('write', folder, error, isFile ? 'it is no folder.' : undefined)
  }
}

/** Of several runs that start in the same second only one can make the file of an id. */
async function takeId(folder: string, start: Date): Promise<string> {
  for (;;) {
    const id = newRunId(start)
    try {
      await (await open(pathOfRun(folder, id), 'wx')).close()
      return id
    } catch (error) {
      if (!isOfCode(error, 'EEXIST')) throw error
    }
  }
}

function isOfCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
