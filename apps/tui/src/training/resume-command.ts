import { relative } from 'node:path'
import { modelBeside } from './places.ts'
import type { TrainSettings } from './settings.ts'

/**
 * The command that goes on with a run from its checkpoint, as a POSIX shell takes it.
 * @param program how this program was called, where that was not by its own name.
 */
export function resumeCommand(
  settings: Pick<TrainSettings, 'out' | 'data' | 'test'>,
  checkpoint: string,
  program = 'gradus',
): string {
  const { out, data, test } = settings
  const flags = [
    ...['--resume', fromHere(checkpoint)],
    ...(modelBeside(checkpoint) === out ? [] : ['--out', fromHere(out)]),
    ...(data === undefined ? [] : ['--data', fromHere(data)]),
    ...(test ? [] : ['--no-test']),
  ]
  return `${program} train ${flags.map(quoted).join(' ')}`
}

function fromHere(path: string): string {
  const here = relative('', path)
  return here === '' || here.startsWith('..') ? path : here
}

function quoted(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
