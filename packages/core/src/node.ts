import { printable, printableJson } from './errors.ts'
import { type Blame, Fields } from './fields.ts'
import { formatCheckpoint, parseCheckpoint } from './files/checkpoint-file.ts'
import { type ModelMetadata, type NetworkNames, readNames, readOlderOptions } from './files/metadata.ts'
import { formatModel, parseModel } from './files/model-file.ts'
import { checkFormat, type FileKind } from './files/parameters-file.ts'
import { readEpochRecord } from './files/records.ts'
import { headerEnd, LENGTH_BYTES, parseHeader } from './files/safetensors.ts'
import type { Network } from './network.ts'
import { createFileAtomic, removeLeftovers, tryWriting, writeFileAtomic } from './node/atomic-write.ts'
import { FileError } from './node/file-error.ts'
import { targetOf } from './node/link-target.ts'
import { PlainFile } from './node/plain-file.ts'
import {
  type ProcessIdentity,
  type ProcessState,
  stateOfProcess,
  thisProcess,
} from './node/process-identity.ts'
import { readEtaChanges, specFrom } from './spec.ts'
import type { Checkpoint } from './training/progress.ts'

export type { Blame, ProcessIdentity, ProcessState }
export {
  createFileAtomic,
  Fields,
  FileError,
  PlainFile,
  printable,
  printableJson,
  readEpochRecord,
  readEtaChanges,
  readNames,
  readOlderOptions,
  removeLeftovers,
  specFrom,
  stateOfProcess,
  targetOf,
  thisProcess,
  tryWriting,
  writeFileAtomic,
}

/** Saves a model file, whole or not at all. @throws FileError, and what formatModel throws */
export async function saveModel(path: string, network: Network, metadata?: ModelMetadata): Promise<void> {
  await writeFileAtomic(path, formatModel(network, metadata))
}

/** Loads a model file. @throws FileError, ModelFileError */
export async function loadModel(path: string): Promise<{ network: Network; metadata: ModelMetadata }> {
  return parseModel(await readFileOf('model', path), path)
}

/** Saves a checkpoint file, whole or not at all. @throws FileError, and what formatCheckpoint throws */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint & NetworkNames): Promise<void> {
  await writeFileAtomic(path, formatCheckpoint(checkpoint))
}

/** Loads a checkpoint file. @throws FileError, ModelFileError */
export async function loadCheckpoint(path: string): Promise<Checkpoint & NetworkNames> {
  return parseCheckpoint(await readFileOf('checkpoint', path), path)
}

/**
 * Reads the bytes of a model file for `parseParameters`, and checks its header only.
 * @throws FileError, ModelFileError
 */
export async function readModelBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return await readFileOf('model', path)
}

/**
 * Reads a file of Gradus. Any other file is refused by its header, before the rest is read.
 * @throws FileError, ModelFileError
 */
async function readFileOf(kind: FileKind, path: string): Promise<Uint8Array<ArrayBuffer>> {
  return await PlainFile.use(path, async file => {
    file.checkSize()
    const end = headerEnd(await file.read(LENGTH_BYTES), file.size, path)
    const { metadata } = parseHeader(await file.read(end), file.size, path)
    checkFormat(metadata, kind, path)
    return await file.read(file.size)
  })
}
