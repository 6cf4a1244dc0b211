import { join, parse, resolve } from 'node:path'
import { UsageError } from '../usage-error.ts'
import { FLAGS } from './settings.ts'

/** Where a run saves, and what it goes on from. All paths are absolute. */
export interface Places {
  readonly out: string
  /** None is kept without it. */
  readonly checkpoint: string | undefined
  readonly resume: string | undefined
}

const OUT = 'gradus.safetensors'
/** The names that checkpoints get here, and those of their models in them; the second where the model has no extension. */
const NAMES = [
  /^(.+)\.checkpoint(?:\.earlier(?:-\d+)?)?(\.[^.]+)$/,
  /^(.+?)(?:\.earlier(?:-\d+)?)?\.checkpoint$/,
]

/**
 * Where a run saves if the flags do not say it all: a checkpoint goes beside its model, and a run that goes on uses the files that
 * it began with. @param flags checkpoint is false for none. @throws UsageError if it cannot be told where the model goes
 */
export function placesOf(flags: {
  readonly out?: string
  readonly checkpoint?: string | false
  readonly resume?: string
}): Places {
  const { resume } = flags
  const out = flags.out ?? (resume === undefined ? resolve(OUT) : modelBeside(resume))
  if (out === undefined) {
    const message = `It is not named like a checkpoint (a.checkpoint.safetensors), and so does not tell where the model goes: say so by ${FLAGS.out}.`
    throw new UsageError(FLAGS.resume, resume ?? '', message)
  }
  if (flags.checkpoint === false) return { out, checkpoint: undefined, resume }
  return { out, checkpoint: flags.checkpoint ?? resume ?? withSuffix(out, '.checkpoint'), resume }
}

/** `gradus.safetensors` with `.diverged` becomes `gradus.diverged.safetensors`. */
export function withSuffix(path: string, suffix: string): string {
  const { dir, name, ext } = parse(path)
  return join(dir, `${name}${suffix}${ext}`)
}

/** The model that a checkpoint belongs to, if its name tells. */
export function modelBeside(checkpoint: string): string | undefined {
  const { dir, base } = parse(checkpoint)
  for (const pattern of NAMES) {
    const [, name, extension = ''] = pattern.exec(base) ?? []
    if (name !== undefined) return join(dir, name + extension)
  }
  return undefined
}
