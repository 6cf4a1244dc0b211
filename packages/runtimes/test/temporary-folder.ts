import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'

/** A folder outside the workspace for the tests of a file, gone in the end. */
export function useTemporaryFolder(): { readonly path: string } {
  let path = ''
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'gradus-runtimes-'))
  })
  afterAll(() => rm(path, { recursive: true, force: true, maxRetries: 5 }))
  return {
    get path() {
      return path
    },
  }
}
