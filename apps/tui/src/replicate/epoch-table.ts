import type { Evaluation } from '@gradus/core'
import { tableLines } from '../terminal/table.ts'
import type { Page } from './page.ts'
import type { Result } from './result.ts'
import { isExact, verdictAt } from './verdict.ts'
import { hardlyPredicted } from './wakefulness.ts'

/** A run epoch by epoch, beside NumPy's and the article's. */
export function epochTable(result: Result, page: Page): string[] {
  const { experiment, correct, evaluations } = result
  const sleeps = evaluations.map(describeSleep)
  const hasSleeps = sleeps.some(digits => digits !== '')
  const header = ['epoch', 'Gradus', 'NumPy', 'article', isExact(experiment) ? 'verdict' : 'known range']
  const rows = correct.map((count, epoch) => [
    String(epoch).padStart('epoch'.length),
    String(count),
    String(experiment.numpy[epoch]),
    String(experiment.printed.find(figure => figure.epoch === epoch)?.correct ?? ''),
    standing(result, epoch),
    ...(hasSleeps ? [sleeps[epoch] ?? ''] : []),
  ])
  const lines = tableLines(hasSleeps ? [...header, 'hardly predicted'] : header, rows, page.columns)
  return lines.map(line => line.trimEnd().replace(/OUTSIDE|DIFFERS/, word => page.paint('red', word)))
}

function standing({ experiment, verdicts }: Result, epoch: number): string {
  const range = verdictAt(verdicts, epoch)
  if (!range) return ''
  const isOutside = range.outside.some(figure => figure.epoch === epoch)
  if (isExact(experiment)) return isOutside ? 'DIFFERS' : 'agrees'
  const { min, max } = range
  return `${isOutside ? 'OUTSIDE' : 'inside'} ${min === max ? min : `${min}..${max}`}`
}

/** The digits that an epoch's network hardly predicts, or those that it does if they are fewer. */
function describeSleep(evaluation: Evaluation): string {
  const asleep = hardlyPredicted(evaluation)
  const awake = evaluation.predictions.flatMap((_, digit) => (asleep.includes(digit) ? [] : [digit]))
  return awake.length < asleep.length ? `all but ${awake.join(' ')}` : asleep.join(' ')
}
