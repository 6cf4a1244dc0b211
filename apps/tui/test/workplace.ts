import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { writeSmallData } from './small-data.ts'

/** A folder for the tests of a file, with the small data set in `data`, gone in the end. */
export function useWorkplace(): { readonly folder: string } {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gradus-tui-'))
    await writeSmallData(join(folder, 'data'))
  })
  // A run whose terminal was closed may still be saving.
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return {
    get folder() {
      return folder
    },
  }
}

/** A run on the small data set that is over at once. */
export const SMALL = ['train', '--data', 'data', '--sizes', '36,8,3', '--epochs', '3']
