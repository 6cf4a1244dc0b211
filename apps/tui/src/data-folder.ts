import { MissingDataError } from '@gradus/mnist/node'
import { UsageError } from './usage-error.ts'

/** The flag that names the folder with the data, as the help shows it. */
export const DATA_FLAG = '--data <folder>'

/** What `loading` gives; where files are missing in a folder that the user named, its flag is to blame. @throws UsageError */
export async function blamingFolder<T>(data: string | undefined, loading: Promise<T>): Promise<T> {
  try {
    return await loading
  } catch (error) {
    if (data === undefined || !(error instanceof MissingDataError)) throw error
    throw new UsageError(
      DATA_FLAG,
      data,
      `Expected a folder with the four IDX files, but ${error.missing.join(', ')} cannot be found. Leave the flag out for the embedded MNIST.`,
    )
  }
}
