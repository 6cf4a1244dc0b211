import { readFile, stat } from 'node:fs/promises'
import type { Checkpoint } from './model/checkpoint.ts'
import { formatCheckpoint, parseCheckpoint } from './model/checkpoint-file.ts'
import type { ModelMetadata } from './model/metadata.ts'
import { formatModel, parseModel } from './model/model-file.ts'
import type { Network } from './network.ts'
import { removeLeftovers, tryWriting, writeFileAtomic } from './node/atomic-write.ts'
import { FileError } from './node/file-error.ts'

export { FileError, removeLeftovers, tryWriting, writeFileAtomic }

/** Saves a model file, whole or not at all. @throws FileError, and what formatModel throws */
export async function saveModel(path: string, network: Network, metadata?: ModelMetadata): Promise<void> {
  await writeFileAtomic(path, formatModel(network, metadata))
}

/** Loads a model file. @throws FileError, ModelFileError */
export async function loadModel(path: string): Promise<{ network: Network; metadata: ModelMetadata }> {
  return parseModel(await readBytes(path), path)
}

/** Saves a checkpoint file, whole or not at all. @throws FileError, and what formatCheckpoint throws */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await writeFileAtomic(path, formatCheckpoint(checkpoint))
}

/** Loads a checkpoint file. @throws FileError, ModelFileError */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  return parseCheckpoint(await readBytes(path), path)
}

/** Bytes at the most: what readFile can give, and more than the largest network's file has. */
const LARGEST_FILE = 2 ** 31 - 1

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path)
    if (size <= LARGEST_FILE) return await readFile(path)
  } catch (error) {
    throw new FileError('read', path, error)
  }
  const problem = `it is longer than ${LARGEST_FILE} bytes, as no file of Gradus is. Check the path.`
  throw new FileError('read', path, undefined, problem)
}
