import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname, join, parse, resolve } from 'node:path'
import { ModelFileError } from '@gradus/core'
import { FileError, loadCheckpoint, loadModel, targetOf } from '@gradus/core/node'
import { UsageError } from '../failure.ts'
import { calledAs, quoted, shortPath } from '../terminal/printable.ts'
import { FLAGS, type TrainSettings } from './settings.ts'

/** Files that a run saves to and resumes from. All paths are absolute. */
export interface RunPaths {
  /** None is saved without it. */
  readonly out: string | undefined
  /** None is kept without it. */
  readonly checkpoint: string | undefined
  readonly resume: string | undefined
}

/** Names of the paths in messages. */
type PathNames = Readonly<Record<keyof RunPaths, string>>

const OUT = 'gradus.safetensors'
/**
 * The names that checkpoints get here, and those of their models in them; the second where the model has no
 * extension.
 */
const NAMES = [
  /^(.+)\.checkpoint(?:\.earlier(?:-\d+)?)?(\.[^.]+)$/,
  /^(.+?)(?:\.earlier(?:-\d+)?)?\.checkpoint$/,
]

/**
 * Files of a run, completed from its flags: a checkpoint goes beside its model, and a resumed run uses the
 * files that it began with. @param flags checkpoint is false for none. @throws UsageError if it cannot be
 * told where the model goes
 */
export function runPathsOf(flags: {
  readonly out?: string
  readonly checkpoint?: string | false
  readonly resume?: string
}): RunPaths {
  const { resume } = flags
  const out = flags.out ?? (resume === undefined ? resolve(OUT) : modelBeside(resume))
  if (out === undefined) {
    const message = `It is not named like a checkpoint (a.checkpoint.safetensors). A run goes on from its checkpoint, not from its model: name that, or for one of another name the place of its model by ${FLAGS.out}.`
    throw new UsageError(FLAGS.resume, resume ?? '', message)
  }
  if (flags.checkpoint === false) return { out, checkpoint: undefined, resume }
  return { out, checkpoint: flags.checkpoint ?? resume ?? withSuffix(out, '.checkpoint'), resume }
}

/** The longest of what `withSuffix` puts into names. */
const LONGEST_SUFFIX = '.earlier-99'

/** `gradus.safetensors` with `.diverged` becomes `gradus.diverged.safetensors`. */
export function withSuffix(path: string, suffix: string): string {
  const { dir, name, ext } = parse(path)
  return join(dir, `${name}${suffix}${ext}`)
}

/** The model that a checkpoint belongs to, if its name tells. */
function modelBeside(checkpoint: string): string | undefined {
  const { dir, base } = parse(checkpoint)
  for (const pattern of NAMES) {
    const [, name, extension = ''] = pattern.exec(base) ?? []
    if (name !== undefined) return join(dir, name + extension)
  }
  return undefined
}

/**
 * Checks that a run can save, and that nothing else is lost by it: neither what it goes on from, nor a file
 * of another kind.
 * @param names of the paths in messages. @returns the places, with one spelling for one file. @throws UsageError
 */
export async function checkPaths(
  { out, checkpoint, resume }: RunPaths,
  names: PathNames = FLAGS,
): Promise<RunPaths> {
  const resumed = resume === undefined ? undefined : await targetFor(names.resume, resume)
  const model = out === undefined ? undefined : await checkModel(out, resumed, names)
  if (checkpoint === undefined) return { out, checkpoint, resume }
  const target = await targetFor(names.checkpoint, checkpoint)
  const isResumed = target === resumed
  const flag = isResumed ? names.resume : names.checkpoint
  await checkWritable(flag, checkpoint)
  if (target === model) {
    throw new UsageError(flag, checkpoint, `The model goes there (${names.out}): expected another file.`)
  }
  if (!isResumed) await checkReplaceable(flag, checkpoint, 'checkpoint')
  return { out, checkpoint: isResumed ? resume : checkpoint, resume }
}

/** Checks the place of the model. @returns the file it leads to. @throws UsageError */
async function checkModel(out: string, resumed: string | undefined, names: PathNames): Promise<string> {
  await checkWritable(names.out, out)
  const model = await targetFor(names.out, out)
  if (model === resumed) {
    throw new UsageError(
      names.out,
      out,
      `The run goes on from there (${names.resume}): expected another file.`,
    )
  }
  await checkReplaceable(names.out, out, 'model')
  return model
}

/** @throws UsageError if there is a file, and not an empty one, that is none of this kind */
async function checkReplaceable(flag: string, path: string, kind: 'model' | 'checkpoint'): Promise<void> {
  const existing = await stat(path).catch(() => undefined)
  if (!existing || existing.size === 0) return
  try {
    await (kind === 'model' ? loadModel(path) : loadCheckpoint(path))
  } catch (error) {
    if (!(error instanceof ModelFileError || error instanceof FileError)) throw error
    throw new UsageError(
      flag,
      path,
      `There is a file that cannot be read as a ${kind}, and would be overwritten (${error.message}) Choose another path, or move the file away.`,
    )
  }
}

/**
 * The file that a path leads to: one for one file, however it is spelt. @param flag that says where. @throws
 * UsageError if to none
 */
export async function targetFor(flag: string, path: string): Promise<string> {
  try {
    return await targetOf(path)
  } catch (error) {
    throw error instanceof FileError ? new UsageError(flag, path, error.message) : error
  }
}

/**
 * Checks that a file can be saved there, so that nobody trains for nothing. @param flag that says where.
 * @throws UsageError
 */
export async function checkWritable(flag: string, path: string): Promise<void> {
  // The file is made at the target of a link, not beside the link.
  const folder = dirname(await targetFor(flag, path))
  const complain = (message: string) => new UsageError(flag, path, message)
  const parent = await stat(folder).catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw complain(
      isMissing
        ? `There is no folder ${folder}. Create it, or choose another.`
        : new FileError('write', path, error).message,
    )
  })
  if (!parent.isDirectory()) throw complain(`${folder} is a file: expected a folder.`)
  // Files beside it have longer names: the last weights before a run diverged, and earlier checkpoints.
  await stat(withSuffix(path, LONGEST_SUFFIX)).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG')) return
    throw complain(
      `Its name is too long, or leaves no room for ${LONGEST_SUFFIX} in it. Choose a shorter one.`,
    )
  })
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory())
    throw complain('It is a folder: expected the path of a file, which may be new.')
  // The file is replaced, not written into: /dev/null would be gone.
  if (existing && !existing.isFile()) throw complain('It is a device: expected the path of a file.')
  await access(folder, constants.W_OK).catch((error: unknown) => {
    const isDenied = error instanceof Error && 'code' in error && error.code === 'EACCES'
    throw complain(
      isDenied
        ? `The folder ${folder} cannot be written to. Choose another, or change its permissions.`
        : new FileError('write', path, error).message,
    )
  })
}

/** The command that goes on with a run from its checkpoint, as a POSIX shell takes it. */
export function resumeCommand(
  settings: Pick<TrainSettings, 'out' | 'data' | 'test'>,
  checkpoint: string,
): string {
  const { out, data, test } = settings
  const flags = [
    ...['--resume', shortPath(checkpoint)],
    ...(out === undefined || modelBeside(checkpoint) === out ? [] : ['--out', shortPath(out)]),
    ...(data === undefined ? [] : ['--data', shortPath(data)]),
    ...(test ? [] : ['--no-test']),
  ]
  return `${calledAs()} train ${flags.map(quoted).join(' ')}`
}
