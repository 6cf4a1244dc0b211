import { join } from 'node:path'
import { useFolder } from '@gradus/testing/folders'
import { beforeAll } from 'vitest'
import { writeSmallData } from './small-data.ts'

/** A folder for the tests of a file, with the small data set in `data`, gone in the end. */
export function useWorkplace(): { readonly folder: string } {
  const place = useFolder()
  beforeAll(() => writeSmallData(join(place.path, 'data')))
  return {
    get folder() {
      return place.path
    },
  }
}

/** A run on the small data set that is over at once. */
export const SMALL = ['train', '--data', 'data', '--sizes', '36,8,3', '--epochs', '3']
