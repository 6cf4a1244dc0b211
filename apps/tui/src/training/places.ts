import { join, parse, resolve } from 'node:path'

/** Where a run saves. */
export interface Places {
  readonly out: string
  readonly checkpoint: string | undefined
}

const OUT = 'gradus.safetensors'
const CHECKPOINT = '.checkpoint'

/**
 * Where a run saves if the flags do not say it all: a checkpoint goes beside its model, and a run that goes on uses the files that
 * it began with. All paths are absolute. @param checkpoint false for none.
 */
export function placesOf(flags: {
  readonly out?: string
  readonly checkpoint?: string | false
  readonly resume?: string
}): Places {
  const out = flags.out ?? modelBeside(flags.resume) ?? resolve(OUT)
  if (flags.checkpoint === false) return { out, checkpoint: undefined }
  return { out, checkpoint: flags.checkpoint ?? flags.resume ?? withSuffix(out, CHECKPOINT) }
}

/** `gradus.safetensors` with `.diverged` becomes `gradus.diverged.safetensors`. */
export function withSuffix(path: string, suffix: string): string {
  const { dir, name, ext } = parse(path)
  return join(dir, `${name}${suffix}${ext}`)
}

/** The model that such a checkpoint belongs to, if its name tells. */
function modelBeside(checkpoint: string | undefined): string | undefined {
  if (checkpoint === undefined) return undefined
  const { dir, name, ext } = parse(checkpoint)
  const model = name.slice(0, -CHECKPOINT.length)
  return name.endsWith(CHECKPOINT) && model !== '' ? join(dir, `${model}${ext}`) : undefined
}
