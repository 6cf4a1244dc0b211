import {
  formatModel,
  GradusError,
  MemoryError,
  ModelFileError,
  type ModelMetadata,
  type Network,
  type NetworkNames,
  type Precision,
  type Progress,
  SPEC_DEFAULTS,
} from '@gradus/core'
import { type LoadedModel, loadCheckpoint, loadModel, readModelBytes } from '@gradus/core/node'
import { Argument } from 'commander'
import { parsePath } from './arguments.ts'
import { UsageError } from './failure.ts'
import { namesIn } from './run/settings.ts'
import { calledAs } from './terminal/printable.ts'

/** Contents of a file of Gradus: a network with its metadata, or with the progress of its run. */
export type OpenedModel =
  | ({ readonly kind: 'model' } & LoadedModel)
  | ({ readonly kind: 'checkpoint'; readonly network: Network; readonly progress: Progress } & NetworkNames)

/** Loads a model file, or a checkpoint file. @param name of the flag or argument that says which. @throws UsageError if it cannot be read or is neither */
export async function openModel(path: string, name = MODEL): Promise<OpenedModel> {
  return eitherKind<OpenedModel>(
    name,
    path,
    async () => ({ kind: 'model', ...(await loadModel(path)) }),
    async () => ({ kind: 'checkpoint', ...(await loadCheckpoint(path)) }),
  )
}

/**
 * Loads the model of a command that names other files as well.
 * @param others the files among which the model may stand by mistake
 * @param inOrder the command's arguments with this model in its place, as words for a shell
 * @throws UsageError, with the command in its right order if one of the others is a model instead
 */
export async function openModelBeside(
  path: string,
  others: readonly string[],
  inOrder: (model: string) => string,
): Promise<OpenedModel> {
  try {
    return await openModel(path)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    for (const other of others) {
      const isModel = await openModel(other).then(
        () => true,
        () => false,
      )
      const right = `\`${calledAs()} ${inOrder(other)}\``
      if (isModel)
        throw new UsageError(MODEL, path, `The model is ${other}: expected it first, as in ${right}.`)
    }
    throw error
  }
}

/** The meaning of the inputs and outputs. */
export function namesOf(opened: OpenedModel): NetworkNames {
  return namesIn(opened.kind === 'model' ? opened.metadata : opened)
}

/** Precision of the run that trained a network: in it, evaluations count what the run's own do. */
export function precisionOf(opened: OpenedModel): Precision {
  const { spec, options }: ModelMetadata = opened.kind === 'model' ? opened.metadata : opened.progress
  return (spec ?? options)?.precision ?? SPEC_DEFAULTS.precision
}

/** SHA-256 of the examples that trained a network, where its file says it. */
export function trainedOn(opened: OpenedModel): string | undefined {
  const { spec }: ModelMetadata = opened.kind === 'model' ? opened.metadata : opened.progress
  return spec?.data.hash
}

/**
 * The bytes of a model file, read once; of a checkpoint file, those of the model file that it would be.
 * @throws UsageError if it cannot be read or is neither
 */
export async function openModelBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return eitherKind(
    MODEL,
    path,
    () => readModelBytes(path),
    async () => {
      const { network, progress, ...names } = await loadCheckpoint(path)
      return formatModel(network, { spec: progress.spec, ...names })
    },
  )
}

/** Result of the reader that accepts the file. @throws UsageError if neither does */
async function eitherKind<T>(
  name: string,
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
      throw new UsageError(name, path, error.message, { cause: error })
    throw error
  }
}

/** The argument that names a model file, as the help shows it. */
export const MODEL = '<model>'

export const modelArgument = new Argument(
  MODEL,
  'a model file, as train saves it, or a checkpoint file',
).argParser(parsePath)

/** Names in the help of the files to predict, and of the flag for test examples. */
export const PREDICT_FLAGS = { files: '<file...>', index: '--index <n>', show: '--show' } as const
