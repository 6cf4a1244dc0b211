/**
 * Files on Node: models and checkpoints, written whole or not at all.
 * @module @gradus/core/node
 */

import { printable, printableJson } from './errors.ts'
import { type Blame, Fields } from './fields.ts'
import { formatCheckpoint, parseCheckpoint } from './files/checkpoint-file.ts'
import {
  type ModelMetadata,
  type NetworkForm,
  type NetworkNames,
  type Owner,
  readNames,
  readOlderOptions,
} from './files/metadata.ts'
import { parseModel, type SavedModel } from './files/model-file.ts'
import { ModelFileError } from './files/model-file-error.ts'
import { checkFormat, type FileKind } from './files/parameters-file.ts'
import { readEpochRecord } from './files/records.ts'
import { headerEnd, LENGTH_BYTES, parseHeader } from './files/safetensors.ts'
import {
  formatSmallModel,
  type StoredForm,
  storedForm,
  WEIGHT_TYPES,
  type WeightType,
} from './files/small-model.ts'
import { readSpecChange } from './health/spec-change.ts'
import type { Network } from './network.ts'
import { createFileAtomic, removeLeftovers, tryWriting, writeFileAtomic } from './node/atomic-write.ts'
import { FileError } from './node/file-error.ts'
import { FIRST_BYTES, type OtherFile, otherFile } from './node/first-bytes.ts'
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

export type { Blame, NetworkForm, OtherFile, Owner, ProcessIdentity, ProcessState, StoredForm, WeightType }
export {
  createFileAtomic,
  FIRST_BYTES,
  Fields,
  FileError,
  formatSmallModel,
  otherFile,
  PlainFile,
  printable,
  printableJson,
  readEpochRecord,
  readEtaChanges,
  readNames,
  readOlderOptions,
  readSpecChange,
  removeLeftovers,
  specFrom,
  stateOfProcess,
  targetOf,
  thisProcess,
  tryWriting,
  WEIGHT_TYPES,
  writeFileAtomic,
}

/**
 * Saves a model file, whole or not at all.
 * @param weights the type in which the file holds the weights, as `formatSmallModel` rounds them
 * @throws FileError, and what formatSmallModel throws
 * @example
 * ```ts
 * import { Network } from '@gradus/core'
 * import { loadModel, saveModel } from '@gradus/core/node'
 *
 * const untrained = new Network([2, 3, 2], { seed: 0 })
 * await saveModel('small.safetensors', untrained, { epochs: 0 })
 * const { network, metadata } = await loadModel('small.safetensors')
 * console.log(network.sizes, metadata) // prints [ 2, 3, 2 ] { epochs: 0 }
 * ```
 */
export async function saveModel(
  path: string,
  network: Network,
  metadata?: ModelMetadata,
  weights: WeightType = 'float64',
): Promise<void> {
  await writeFileAtomic(path, formatSmallModel(network, weights, metadata))
}

/** A network with what its file tells about it, and the form in which the file holds it. */
export interface LoadedModel extends SavedModel {
  /** The types of the weights, and the file's size. */
  readonly stored: StoredForm
}

/** Loads a model file. @throws FileError, ModelFileError */
export async function loadModel(path: string): Promise<LoadedModel> {
  const bytes = await readFileOf('model', path)
  return { ...parseModel(bytes, path), stored: storedForm(bytes, path) }
}

/**
 * Saves a checkpoint file, whole or not at all.
 * @throws FileError, and what formatCheckpoint throws
 * @example
 * ```ts
 * import { denseExamples, Network, SgdController, sgd } from '@gradus/core'
 * import { loadCheckpoint, saveCheckpoint } from '@gradus/core/node'
 *
 * const examples = denseExamples([[[0], [0]], [[1], [1]]])
 * const controller = new SgdController()
 * const options = { epochs: 4, miniBatchSize: 1, eta: 1, controller }
 * const first = new Network([1, 1], { seed: 0 })
 * for await (const event of sgd(first, examples, options)) {
 *   if (event.type === 'epoch' && event.epoch === 1) controller.checkpoint()
 *   if (event.type !== 'checkpoint') continue
 *   await saveCheckpoint('run.safetensors', event.checkpoint)
 *   controller.abort()
 * }
 * const { network, progress } = await loadCheckpoint('run.safetensors')
 * const rest = { ...progress.spec, resume: progress }
 * for await (const event of sgd(network, examples, rest)) {
 *   if (event.type === 'started') console.log(event.epoch) // prints 2
 *   if (event.type === 'finished') console.log(event.epoch) // prints 4
 * }
 * ```
 */
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
    checkFormat(await metadataOf(file, kind, path), kind, path)
    return await file.read(file.size)
  })
}

/** The metadata in a file's header. @throws ModelFileError, of a file of another kind with its name */
async function metadataOf(
  file: PlainFile,
  kind: FileKind,
  path: string,
): Promise<ReadonlyMap<string, string>> {
  try {
    const end = headerEnd(await file.read(LENGTH_BYTES), file.size, path)
    return parseHeader(await file.read(end), file.size, path).metadata
  } catch (error) {
    if (!(error instanceof ModelFileError) || !error.rule.startsWith('header-')) throw error
    const other = otherFile(await file.read(FIRST_BYTES), 'model')
    if (!other) throw error
    const problem = `it is ${other.name}: expected a ${kind} file of Gradus`
    const remedy = other.remedy ?? 'Name one that Gradus saved'
    throw new ModelFileError(path, error.rule, problem, remedy, { cause: error })
  }
}
