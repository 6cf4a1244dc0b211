import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@gradus/core/node'
import { type BuiltModel, sha256Of } from './build-model.ts'

/** Where the model lives. */
export const FOLDER = join(import.meta.dirname, '..', 'model')
const FILE = 'digits.safetensors'
const SUM = 'digits.sha256'

/** Writes the model and its SHA-256, as `sha256sum` does. @throws FileError */
export async function writeModel({ bytes, sha256 }: BuiltModel, folder = FOLDER): Promise<void> {
  await writeFileAtomic(join(folder, FILE), bytes)
  await writeFileAtomic(join(folder, SUM), new TextEncoder().encode(sumOf(sha256)))
}

/** What of the folder is not as this model has it, in sentences; nothing if all is. */
export async function differences({ bytes, sha256 }: BuiltModel, folder = FOLDER): Promise<string[]> {
  const [file, sum] = await Promise.all([contentOf(join(folder, FILE)), contentOf(join(folder, SUM))])
  const found: string[] = []
  if (!file?.equals(bytes))
    found.push(`${FILE} ${file ? `has SHA-256 ${sha256Of(file)}` : 'is missing'}: expected ${sha256}.`)
  if (sum?.toString() !== sumOf(sha256))
    found.push(
      `${SUM} ${sum ? `says ${JSON.stringify(sum.toString())}` : 'is missing'}: expected ${JSON.stringify(sumOf(sha256))}.`,
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
