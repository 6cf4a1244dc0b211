import { text } from 'node:stream/consumers'
import {
  checkSgdOptions,
  GradusError,
  hyperparametersOf,
  OptionError,
  readSpec,
  type Spec,
  specOf,
} from '@gradus/core'
import { FileError, PlainFile } from '@gradus/core/node'
import { EXIT, UsageError } from '../failure.ts'
import { parseRun, RunFileError } from '../history/run-file.ts'
import { namesOf, openModel } from '../model.ts'
import { blameFlag, type PreparedRun, prepareRun } from '../run/prepare.ts'
import type { TrainedAs, TrainSettings } from '../run/settings.ts'
import { namesIn } from '../run/settings.ts'
import { print } from '../terminal/output.ts'
import { recordedRun } from './run-training.ts'

/** Bytes of a file, at the most: records of runs may be long. */
const LARGEST_FILE = 2 ** 28

/**
 * The Spec in a file: JSON as `--print-spec` prints it; or with names in the record of a run, a checkpoint or a model.
 * @param flag that names the file in messages. @param path `-` for JSON on standard input. @throws UsageError
 */
export async function readSpecFile(flag: string, path: string): Promise<TrainedAs> {
  const blame = (message: string): UsageError => new UsageError(flag, path, message)
  if (path === '-') {
    if (!process.stdin.isTTY) return specIn(await text(process.stdin), path, blame)
    throw blame(
      'Standard input is a terminal: expected a Spec from a pipe, such as of gradus train --print-spec.',
    )
  }
  const bytes = await PlainFile.read(path, LARGEST_FILE).catch((error: unknown) => {
    throw error instanceof FileError ? blame(error.message) : error
  })
  if (isText(bytes)) return specIn(new TextDecoder().decode(bytes), path, blame)
  const opened = await openModel(path, flag)
  const { spec } = opened.kind === 'model' ? opened.metadata : opened.progress
  if (spec) return { spec, ...namesOf(opened) }
  throw blame('It does not say how its network was trained. Name the record of its run, or a checkpoint.')
}

/** Whether a file is JSON: models begin with the length of their header, which is never that of an object. */
function isText(bytes: Uint8Array): boolean {
  return /^\s*[{[]/.test(new TextDecoder().decode(bytes.subarray(0, 8)))
}

function specIn(json: string, path: string, blame: (message: string) => UsageError): TrainedAs {
  try {
    const value: unknown = JSON.parse(json)
    if (!isRecord(value)) return { spec: readSpec(value) }
    const run = parseRun(json, path)
    return { spec: run.spec, ...namesIn(run) }
  } catch (error) {
    if (error instanceof OptionError || error instanceof RunFileError) throw blame(error.message)
    if (!(error instanceof SyntaxError)) throw error
    throw blame('It is no valid JSON: expected a Spec, as gradus train --print-spec prints it.')
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'format' in value
}

/** Prints the Spec of a run that these settings ask for, and tells the exit code. @throws UsageError */
export async function showSpec(asked: TrainSettings): Promise<number> {
  const { spec } = await plannedRun({ ...asked, replayed: await recordedRun(asked) })
  await print(specLines(spec))
  return EXIT.done
}

/**
 * The Spec of a run that these settings ask for, with its data and names.
 * @throws UsageError if a flag is to blame
 */
export async function plannedRun(
  asked: TrainSettings,
  loading?: Parameters<typeof prepareRun>[1],
): Promise<Pick<PreparedRun, 'splits' | 'names' | 'notes'> & { readonly spec: Spec }> {
  try {
    const { network, splits, names, notes, settings, resume } = await prepareRun(asked, loading)
    const { train, validation, test } = splits
    const evaluated = { validationData: validation, testData: settings.test ? test : undefined }
    const options = { ...hyperparametersOf(settings), ...evaluated, engine: settings.engine, resume }
    checkSgdOptions(network, train, options)
    return { spec: specOf(network, train, options), splits, names, notes }
  } catch (error) {
    throw error instanceof GradusError ? blameFlag(error, asked) : error
  }
}

/** A Spec as JSON, a field a line. */
export function specLines(spec: Spec): string[] {
  const fields = Object.entries(spec).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  )
  return ['{', ...fields.map((field, i) => (i < fields.length - 1 ? `${field},` : field)), '}']
}
