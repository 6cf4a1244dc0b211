import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Examples } from '@gradus/core'
import { formatSmallModel, writeFileAtomic } from '@gradus/core/node'
import { sha256Of } from './bundle-folder.ts'
import { type Candidate, correctOf, train } from './train.ts'
import type { TrainingData } from './training-data.ts'

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
  if (!file?.equals(bytes))
    found.push(`${FILE} ${file ? `has SHA-256 ${sha256Of(file)}` : 'is missing'}: expected ${sha256}.`)
  const expected = sumOf(file ? sha256Of(file) : sha256)
  if (sum?.toString() !== expected)
    found.push(
      `${SUM} ${sum ? `says ${JSON.stringify(sum.toString())}` : 'is missing'}: expected ${JSON.stringify(expected)}.`,
    )
  return found
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
 * Trains a candidate and makes its file: the same bytes on every machine. The test data are evaluated once, at
 * the end. @throws the errors of `train`
 */
export async function buildModel(
  candidate: Candidate,
  data: TrainingData & { readonly test: Examples },
): Promise<BuiltModel> {
  const { network, spec, epochs, correct } = await train(candidate, data)
  const accuracy = {
    validation: correct.rounded / data.validation.length,
    test: correctOf(network, data.test) / data.test.length,
  }
  const bytes = formatSmallModel(network, candidate.weights, { spec, epochs, accuracy })
  return { bytes, sha256: sha256Of(bytes), accuracy }
}
