import { resolve } from 'node:path'
import { loadMnist } from '@gradus/mnist/node'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'

/**
 * Data of any kind, found out by looking.
 * @param path a folder with IDX files; the embedded MNIST, or the folder that GRADUS_DATA names, without it
 * @throws GradusError naming the file, the entry and what to do
 */
export async function loadData(
  path: string | undefined,
  { trainSize }: LoadDataOptions = {},
): Promise<LoadedData> {
  const dir = path === undefined ? undefined : resolve(path)
  const splits = await loadMnist({ dir, trainSize })
  return { source: 'idx', path: dir, ...splits, notes: [] }
}
