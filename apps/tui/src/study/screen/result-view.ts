import type { Row } from '@gradus/study'
import { formatCount, formatDuration, formatEvaluation, shareOf } from '../../terminal/format.ts'
import { printable } from '../../terminal/printable.ts'
import { lineOf, type Span, wrapText } from '../../terminal/text.ts'
import type { Style } from '../../terminal/theme.ts'
import type { StudyEnding, StudySnapshot } from '../study-snapshot.ts'
import type { StudyViewProps } from './view.ts'

type Sentence = readonly [text: string, style?: Style]

/** The end of a study: its winner, the command that trains it, and its accuracies; before the end, the best so far. */
export function resultLines({ study, theme, columns }: StudyViewProps): string[] {
  const { ending } = study
  const sentences = ending ? endingOf(ending, study) : unendedOf(study)
  const steps: Span[][] = ending
    ? [
        [],
        [['title', 'Train it']],
        ...wrapText(ending.command, Math.max(1, columns - 2)).map((line): Span[] => ['  ', ['key', line]]),
        [],
        ...wrapText(`sha256 ${ending.sha256}`, columns).map((line): Span[] => [['dim', line]]),
        ...wrapText(printable(ending.folder), columns).map((line): Span[] => [['dim', line]]),
      ]
    : []
  const spans = sentences.flatMap(([text, style]) =>
    wrapText(printable(text), columns).map((line): Span[] => [style ? [style, line] : line]),
  )
  return [...spans, ...steps].map(line => lineOf(line, columns, theme))
}

function endingOf({ winner, second, isNoise, test }: StudyEnding, study: StudySnapshot): Sentence[] {
  const { trials, plan, elapsedSeconds } = study
  const total = plan.fixed.data.validation ?? 0
  const runs = winner.runs.length > 1 ? `, mean of ${winner.runs.length} runs` : ''
  return [
    [`Winner: trial ${winner.trial} of ${formatCount(plan.trials)}, ${trials.text(winner.trial)}`, 'title'],
    [`Validation: ${shareOf(winner.accuracy)} of ${formatCount(total)}${runs}`, 'good'],
    ...secondOf(second, isNoise),
    test
      ? [`Test: ${formatEvaluation(test)}, looked at this once`]
      : ['There are no test data to look at in the end.'],
    [`Done in ${formatDuration(elapsedSeconds)}`, 'dim'],
  ]
}

function secondOf(second: Row | undefined, isNoise: boolean): Sentence[] {
  if (!second) return []
  const text = `the second, trial ${second.trial} (${shareOf(second.accuracy)})`
  return isNoise
    ? [[`Within the noise of ${text}: another seed might turn them round.`, 'warning']]
    : [[`Ahead of ${text} by more than noise.`]]
}

function unendedOf({ phase, best, trials, isComplete }: StudySnapshot): Sentence[] {
  const soFar: Sentence[] = best
    ? [[`Best so far: trial ${best.trial}, ${trials.text(best.trial)}: ${shareOf(best.accuracy)}`]]
    : [['No trial has come to the end of a rung yet.']]
  switch (phase) {
    case 'judging':
      return [['All trials are done. The winner is being evaluated on the test data.', 'accent'], ...soFar]
    case 'over':
      if (isComplete && !best) return [['Every trial diverged: there is no winner.', 'alarm']]
      return isComplete && best?.standing !== 'finished'
        ? [['No trial came to the end, since those of the last rung diverged: there is no winner.', 'alarm']]
        : [['The study was stopped before its end: all that was done is kept.', 'warning'], ...soFar]
    default:
      return [...soFar, ['The study is not over yet.', 'dim']]
  }
}
