import { resumeCommand } from '../run/resume-command.ts'
import type { TrainSettings } from '../run/settings.ts'
import { calledAs, quoted, shortPath } from '../terminal/shell-words.ts'
import type { DashboardState } from './state.ts'

/** What can be done with the model, or with a run that is not complete: commands. */
export function nextSteps(
  { kept, finished, checkpoint: { last } }: DashboardState,
  settings: TrainSettings,
): string[] {
  if (!finished || kept?.type !== 'saved') return []
  const program = calledAs()
  const model = quoted(shortPath(kept.path))
  const goOn = finished.reason === 'aborted' && last ? [resumeCommand(settings, last.path)] : []
  return [`${program} evaluate ${model}`, `${program} predict ${model} digit.png`, ...goOn, `${program} runs`]
}
