import {
  formatModel,
  GradusError,
  MemoryError,
  ModelFileError,
  type ModelMetadata,
  type Network,
  type Progress,
} from '@gradus/core'
import { loadCheckpoint, loadModel, readModelBytes } from '@gradus/core/node'
import { UsageError } from '../usage-error.ts'
import { MODEL } from './model-argument.ts'

/** What a file of Gradus holds: a network, with what is said of it or where its run stands. */
export type OpenedModel =
  | { readonly kind: 'model'; readonly network: Network; readonly metadata: ModelMetadata }
  | { readonly kind: 'checkpoint'; readonly network: Network; readonly progress: Progress }

/** Loads a model file, or a checkpoint file. @throws UsageError if it cannot be read or is neither */
export async function openModel(path: string): Promise<OpenedModel> {
  return eitherKind<OpenedModel>(
    path,
    async () => ({ kind: 'model', ...(await loadModel(path)) }),
    async () => ({ kind: 'checkpoint', ...(await loadCheckpoint(path)) }),
  )
}

/**
 * The bytes of a model file, read once; of a checkpoint file, those of the model file that it would be. @throws UsageError if it cannot
 * be read or is neither
 */
export async function openModelBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return eitherKind(
    path,
    () => readModelBytes(path),
    async () => formatModel((await loadCheckpoint(path)).network),
  )
}

/** What one of the two reads. @throws UsageError for what neither can */
async function eitherKind<T>(
  path: string,
  readModel: () => Promise<T>,
  readCheckpoint: () => Promise<T>,
): Promise<T> {
  try {
    return await readModel().catch(error => {
      if (!(error instanceof ModelFileError) || error.rule !== 'kind') throw error
      return readCheckpoint()
    })
  } catch (error) {
    // Short memory is not the file's fault.
    if (error instanceof GradusError && !(error instanceof MemoryError))
      throw new UsageError(MODEL, path, error.message)
    throw error
  }
}
