import { readFile } from 'node:fs/promises'
import type { Checkpoint } from './model/checkpoint.ts'
import { formatCheckpoint, parseCheckpoint } from './model/checkpoint-file.ts'
import { formatModel, type ModelMetadata, parseModel } from './model/model-file.ts'
import type { Network } from './network.ts'
import { writeFileAtomic } from './node/atomic-write.ts'
import { FileError } from './node/file-error.ts'

export { FileError, writeFileAtomic }

/** Saves a model file, whole or not at all. @throws FileError */
export function saveModel(path: string, network: Network, metadata?: ModelMetadata): Promise<void> {
  return writeFileAtomic(path, formatModel(network, metadata))
}

/** Loads a model file. @throws FileError, ModelFileError */
export async function loadModel(path: string): Promise<{ network: Network; metadata: ModelMetadata }> {
  return parseModel(await readBytes(path), path)
}

/** Saves a checkpoint file, whole or not at all. @throws FileError */
export function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  return writeFileAtomic(path, formatCheckpoint(checkpoint))
}

/** Loads a checkpoint file. @throws FileError, ModelFileError */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  return parseCheckpoint(await readBytes(path), path)
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new FileError('read', path, error)
  }
}
