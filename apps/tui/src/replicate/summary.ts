import { tableLines } from '../terminal/table.ts'
import { listOf } from './list-of.ts'
import type { Page } from './page.ts'
import type { Result } from './result.ts'
import { isExact } from './verdict.ts'
import { wrap } from './wrap.ts'

/** All experiments in a table, and what comes of it. */
export function summaryOf(results: readonly Result[], page: Page): string {
  const lines = tableLines(
    ['experiment', 'epoch', 'Gradus', 'NumPy', 'article', 'verdict'],
    results.map(rowOf),
    page.columns,
  )
  const others = results.filter(({ agrees }) => !agrees).map(({ experiment }) => experiment.name)
  const isGood = others.length === 0
  const conclusion = isGood
    ? `All ${results.length} experiments agree with what is known.`
    : `${others.length} of ${results.length} experiments do not agree with what is known: ${listOf(others)}.`
  const style = isGood ? 'green' : 'red'
  const end = wrap(conclusion, page.columns).map(line => page.paint(style, line))
  return `${['', ...lines, '', ...end].join('\n')}\n`
}

function rowOf(result: Result): string[] {
  const { experiment, correct } = result
  const last = correct.length - 1
  return [
    experiment.name,
    last < 0 ? '-' : String(last),
    ...[
      correct[last],
      experiment.numpy[last],
      experiment.printed.find(({ epoch }) => epoch === last)?.correct,
    ].map(count => String(count ?? '-')),
    verdictOf(result),
  ]
}

function verdictOf({ experiment, correct, agrees, problem }: Result): string {
  if (problem !== undefined) return 'diverged'
  if (isExact(experiment)) {
    const equal = correct.filter((count, epoch) => count === experiment.numpy[epoch])
    return `${equal.length} of ${correct.length} epochs agree`
  }
  if (!agrees) return 'outside the known range'
  return `inside the known range${correct.length < experiment.numpy.length ? ' so far' : ''}`
}
