import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'

/** Milliseconds between two looks. */
const INTERVAL = 50
/** SQLite's code for what another process has locked. */
const BUSY = 5

/**
 * Waits until no other process has its turn, by SQLite's lock of this file: the system takes it back from a process that is gone, however
 * that ended, and there is nothing to clean up. @returns what ends the turn
 */
export async function takeTurn(file: string): Promise<() => void> {
  const database = new DatabaseSync(file, { timeout: 0 })
  while (!begins(database)) await delay(INTERVAL)
  return () => database.close()
}

function begins(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return false
    throw error
  }
}
