import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'

/** A folder outside the workspace for all tests of a file, or a new one for each test; gone after them. */
export function useFolder(lifetime: 'file' | 'test' = 'file'): { readonly path: string } {
  let path = ''
  const make = async (): Promise<void> => {
    path = await newFolder()
  }
  const remove = (): Promise<void> => removeFolder(path)
  if (lifetime === 'file') {
    beforeAll(make)
    afterAll(remove)
  } else {
    beforeEach(make)
    afterEach(remove)
  }
  return {
    get path() {
      return path
    },
  }
}

/** Does some work in a folder outside the workspace, which is gone after it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await newFolder()
  try {
    return await work(folder)
  } finally {
    await removeFolder(folder)
  }
}

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'gradus-'))
}

/** Removes a folder in which a process that has just been stopped may still be writing. */
function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}
