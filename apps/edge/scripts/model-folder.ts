import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Examples, formatModel, GradusError, parseModel, specOf } from '@gradus/core'
import { writeFileAtomic } from '@gradus/core/node'
import { sha256Of } from './bundle-folder.ts'
import { type Settings, type TrainingData, train } from './train.ts'

/** The folder of the model. */
export const FOLDER = join(import.meta.dirname, '..', 'model')
const FILE = 'digits.safetensors'
const SUM = 'digits.sha256'

/** Writes the model and its SHA-256, as `sha256sum` does. @throws FileError */
export async function writeModel({ bytes, sha256 }: BuiltModel, folder = FOLDER): Promise<void> {
  await writeFileAtomic(join(folder, FILE), bytes)
  await writeFileAtomic(join(folder, SUM), new TextEncoder().encode(sumOf(sha256)))
}

/** The differences between the folder and this model, in sentences; none if they agree. */
export async function differences({ bytes, sha256 }: BuiltModel, folder = FOLDER): Promise<string[]> {
  const [file, sum] = await Promise.all([contentOf(join(folder, FILE)), contentOf(join(folder, SUM))])
  const found: string[] = []
  if (!file || !isSame(file, bytes))
    found.push(`${FILE} ${file ? `has SHA-256 ${sha256Of(file)}` : 'is missing'}: expected ${sha256}.`)
  const expected = sumOf(file ? sha256Of(file) : sha256)
  if (sum?.toString() !== expected)
    found.push(
      `${SUM} ${sum ? `says ${JSON.stringify(sum.toString())}` : 'is missing'}: expected ${JSON.stringify(expected)}.`,
    )
  return found
}

/**
 * Whether the file has these bytes, or would have them once saved again: it may be of an older format
 * version, and say less of the run.
 */
function isSame(file: Buffer, bytes: Uint8Array): boolean {
  try {
    const { network, metadata } = parseModel(file)
    const { options, dataHash, ...others } = metadata
    if (!options) return Buffer.compare(formatModel(network, metadata), bytes) === 0
    const { spec } = parseModel(bytes).metadata
    if (!spec || spec.data.hash !== dataHash || !isDeepStrictEqual({ ...spec, ...options }, spec))
      return false
    return Buffer.compare(formatModel(network, { ...others, spec }), bytes) === 0
  } catch (error) {
    if (error instanceof GradusError) return false
    throw error
  }
}

const sumOf = (sha256: string): string => `${sha256}  ${FILE}\n`

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

interface BuiltModel {
  /** The model file. */
  readonly bytes: Uint8Array
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string
  /** Accuracy on validation and test data, 0 .. 1. */
  readonly accuracy: { readonly validation: number; readonly test: number }
}

/**
 * Trains the network of these settings and makes its file: the same bytes on every machine. The test data are
 * evaluated once, at the end. @throws the errors of `train`
 */
export async function buildModel(
  settings: Settings,
  data: TrainingData & { readonly test: Examples },
): Promise<BuiltModel> {
  const { network, correct } = await train(settings, data)
  const accuracy = {
    validation: (correct.at(-1) ?? 0) / data.validation.length,
    test: network.evaluate(data.test) / data.test.length,
  }
  const { epochs } = settings
  const spec = specOf(network, data.train, { ...settings, validationData: data.validation })
  const bytes = formatModel(network, { spec, epochs, accuracy })
  return { bytes, sha256: sha256Of(bytes), accuracy }
}
