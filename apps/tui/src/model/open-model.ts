import { GradusError, ModelFileError, type ModelMetadata, type Network, type Progress } from '@gradus/core'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { UsageError } from '../usage-error.ts'
import { MODEL } from './model-argument.ts'

/** What a file of Gradus holds: a network, with what is said of it or where its run stands. */
export type OpenedModel =
  | { readonly kind: 'model'; readonly network: Network; readonly metadata: ModelMetadata }
  | { readonly kind: 'checkpoint'; readonly network: Network; readonly progress: Progress }

/** Loads a model file, or a checkpoint file. @throws UsageError if it cannot be read or is neither */
export async function openModel(path: string): Promise<OpenedModel> {
  try {
    return await load(path)
  } catch (error) {
    if (error instanceof GradusError) throw new UsageError(MODEL, path, error.message)
    throw error
  }
}

async function load(path: string): Promise<OpenedModel> {
  try {
    return { kind: 'model', ...(await loadModel(path)) }
  } catch (error) {
    if (!(error instanceof ModelFileError) || error.rule !== 'kind') throw error
    return { kind: 'checkpoint', ...(await loadCheckpoint(path)) }
  }
}
