import { calledAs, quoted, shortPath } from '../terminal/shell-words.ts'
import { modelBeside } from './places.ts'
import type { TrainSettings } from './settings.ts'

/** The command that goes on with a run from its checkpoint, as a POSIX shell takes it. */
export function resumeCommand(
  settings: Pick<TrainSettings, 'out' | 'data' | 'test'>,
  checkpoint: string,
): string {
  const { out, data, test } = settings
  const flags = [
    ...['--resume', shortPath(checkpoint)],
    ...(modelBeside(checkpoint) === out ? [] : ['--out', shortPath(out)]),
    ...(data === undefined ? [] : ['--data', shortPath(data)]),
    ...(test ? [] : ['--no-test']),
  ]
  return `${calledAs()} train ${flags.map(quoted).join(' ')}`
}
