import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Evaluation, FinishedEvent, ModelMetadata, Network, NetworkNames, Spec } from '@gradus/core'
import { FileError, saveModel } from '@gradus/core/node'
import type { SavedEvent, UnsavedEvent } from './events.ts'
import { withSuffix } from './run-paths.ts'

/**
 * Saves the trained network to `out`, and says where. A run that diverged leaves the file asked for alone: its last
 * finite weights go beside it. Where that fails they go into a new folder for this user alone, in the
 * system's folder for temporary files, so that they are not lost, and nobody else chooses where they go.
 */
export async function save(
  network: Network,
  spec: Spec,
  finished: FinishedEvent,
  out: string | undefined,
  names: NetworkNames = {},
): Promise<SavedEvent | UnsavedEvent> {
  const sha256 = await network.sha256()
  if (finished.epoch === 0 && finished.position === 0) {
    const why = finished.reason === 'diverged' ? 'it diverged at once' : 'no training was done'
    return { type: 'unsaved', sha256, reason: `Nothing is saved: ${why}.`, lost: false }
  }
  if (out === undefined)
    return { type: 'unsaved', sha256, reason: 'No model file was asked for.', lost: false }
  const metadata = { ...metadataOf(spec, finished), ...names }
  const path = finished.reason === 'diverged' ? withSuffix(out, '.diverged') : out
  const problem = await problemOf(saveModel(path, network, metadata))
  if (problem === undefined) return { type: 'saved', path, sha256 }
  try {
    const refuge = await saveInRefuge(basename(path), network, metadata)
    return { type: 'saved', path: refuge, sha256, problem }
  } catch (error) {
    const another = error instanceof Error ? error.message : String(error)
    return { type: 'unsaved', sha256, reason: `The model is lost. ${problem} ${another}`, lost: true }
  }
}

/** Saves it in a folder of a name that nobody can guess. @returns its path. @throws FileError */
async function saveInRefuge(name: string, network: Network, metadata: ModelMetadata): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gradus-')).catch((error: unknown) => {
    throw new FileError('write', tmpdir(), error)
  })
  const path = join(folder, name)
  try {
    await saveModel(path, network, metadata)
    return path
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Metadata of the network in its model file. Its accuracy is known only at the end of an epoch, or of the one that was kept. */
function metadataOf(spec: Spec, { epoch, position, history, kept }: FinishedEvent): ModelMetadata {
  const own = position === 0 ? history[epoch - 1] : undefined
  const last = kept === undefined ? own : history[kept]
  return {
    spec,
    epochs: kept === undefined ? epoch : kept + 1,
    accuracy: last && { test: shareOf(last.test), validation: shareOf(last.validation) },
  }
}

function shareOf(evaluation: Evaluation | undefined): number | undefined {
  return evaluation && evaluation.correct / evaluation.total
}

async function problemOf(saving: Promise<void>): Promise<string | undefined> {
  try {
    await saving
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
