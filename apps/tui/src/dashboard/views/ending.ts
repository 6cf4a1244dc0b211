import { accuracyOf, bestBy, meritOf } from '../../run/best.ts'
import { formatDuration, formatRate, placeOf } from '../../terminal/format.ts'
import { printable } from '../../terminal/printable.ts'
import type { Span } from '../../terminal/spans.ts'
import { shareOf } from '../../terminal/words.ts'
import { wrapText } from '../../terminal/wrap-text.ts'
import type { DashboardState } from '../state.ts'

/** How the run ended, what is kept of it, and what to do next. */
export function endingSpans(state: DashboardState, nextSteps: readonly string[], columns: number): Span[][] {
  const { problem, checkpoint } = state
  const paragraph = (text: string, style?: Sentence[1]): Span[][] =>
    wrapText(printable(text), columns).map(line => [style ? [style, line] : line])
  return [
    ...(problem === undefined ? [] : paragraph(problem, 'alarm')),
    ...(problem !== undefined && checkpoint.last
      ? paragraph(`The last checkpoint is ${checkpoint.last.path}, of ${placeOfCheckpoint(state)}.`)
      : []),
    ...endOf(state).flatMap(([text, style]) => paragraph(text, style)),
    ...(nextSteps.length === 0 ? [] : [[], [['title', 'Next'] as const]]),
    ...nextSteps.flatMap(step => wrapText(step, columns - 2).map((line): Span[] => ['  ', ['key', line]])),
    [],
    [['accent', 'Press any key to leave'], '; 1-6, Tab, arrows, ? and x look around'],
  ]
}

type Sentence = readonly [text: string, style?: 'alarm' | 'warning' | 'good']

function endOf({ finished, kept, loaded, history, health }: DashboardState): Sentence[] {
  if (!finished) return []
  const { reason, epoch, position, trainSeconds, evaluateSeconds, examplesPerSecond, error } = finished
  const work = `${formatDuration(trainSeconds + evaluateSeconds)}, ${formatRate(examplesPerSecond)} examples/s`
  const place = placeOf(epoch, position, loaded?.train ?? 0)
  const ended: Sentence =
    reason === 'diverged'
      ? [`Diverged after ${place}. ${error?.message ?? ''}`, 'alarm']
      : [`${reason === 'done' ? 'Done' : 'Stopped'} after ${place}: ${work}`, 'good']
  const best = bestBy(history, meritOf)
  const last = history.at(-1)
  const accuracy = accuracyOf(best?.test) ?? accuracyOf(best?.validation)
  const result =
    best && last && accuracy !== undefined
      ? `Best: ${shareOf(accuracy)} in epoch ${best.epoch}; last: ${shareOf(accuracyOf(last.test) ?? accuracyOf(last.validation))}`
      : undefined
  return [
    ended,
    ...(result === undefined ? [] : [[result] as const]),
    ...illnessOf(health),
    ...(kept ? keptOf(kept) : []),
  ]
}

/** Of a run that is not healthy the reason, and what to do about it. */
function illnessOf({ status, verdict }: DashboardState['health']): Sentence[] {
  return status === 'alarm' || status === 'warning' ? [[`Health: ${verdict}`, status]] : []
}

function keptOf(kept: NonNullable<DashboardState['kept']>): Sentence[] {
  if (kept.type === 'unsaved') return [kept.lost ? [kept.reason, 'alarm'] : [kept.reason]]
  const saved: Sentence[] = [[`Saved ${kept.path}`], [`SHA-256 of the weights ${kept.sha256}`]]
  return kept.problem === undefined ? saved : [[kept.problem, 'alarm'], ...saved]
}

function placeOfCheckpoint({ checkpoint, loaded }: DashboardState): string {
  const { epoch = 0, position = 0 } = checkpoint.last ?? {}
  return placeOf(epoch, position, loaded?.train ?? 0)
}
