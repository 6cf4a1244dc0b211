import type { Row } from '@gradus/study'
import { differencesOf } from '../../run/differences.ts'
import { chartLines, type Point, type Series } from '../../terminal/charts/line-chart.ts'
import { countOf, shareOf } from '../../terminal/format.ts'
import { flushLeft, lineOf, type Span, widthOf } from '../../terminal/text.ts'
import { placeOf } from './look.ts'
import { accuracyOf, curveOf, type RunningByTrial, runningByTrial, standingTexts } from './rows.ts'
import type { StudyViewProps } from './view.ts'

/** Rows of a chart at the least. */
const FEWEST_CHART_ROWS = 5
const HASH_DIGITS = 16
/** Runs of a trial that are listed. */
const MOST_RUNS = 5

/** One trial: the fields in which it differs from the plan's Spec, its runs, and its curve beside the best one's. */
export function trialLines(props: StudyViewProps): string[] {
  const { study, look, theme, columns, rows } = props
  const place = placeOf(look, study)
  const row = study.rows[place]
  if (!row) return []
  const running = runningByTrial(study)
  const [standing = ''] = standingTexts(row, study, running.get(row.trial) ?? [])
  const title: Span[] = [
    ['title', `Trial ${row.trial}`],
    `   place ${place + 1} of ${study.rows.length}   ${shareOf(accuracyOf(row))}   `,
    standing,
  ]
  const facts = [...differenceSpans(row, props), ...runSpans(row, props)]
  const room = Math.max(0, rows - 1 - FEWEST_CHART_ROWS)
  const shown = facts.slice(0, facts.length <= room ? facts.length : Math.max(0, rows - 1))
  const lines = [title, ...shown].map(line => lineOf(line, columns, theme))
  const left = rows - lines.length
  return left < FEWEST_CHART_ROWS ? lines : [...lines, ...chart(row, running, { ...props, rows: left })]
}

/** The fields that differ from the Spec of the plan: before and after. */
function differenceSpans({ trial }: Row, { study }: StudyViewProps): Span[][] {
  const { plan, trials } = study
  const differences = differencesOf([plan.fixed, trials.spec({ trial, seed: 0 })]).filter(
    ({ field }) => field !== 'data.test',
  )
  const names = Math.max(0, ...differences.map(({ name }) => widthOf(name)))
  if (differences.length === 0) return [[['dim', 'Its Spec is that of the plan.']]]
  return differences.map(({ name, values: [planned = '', own = ''] }) => [
    `${flushLeft(name, names)}  `,
    ['key', own],
    ['dim', `   instead of ${planned}`],
  ])
}

/** Accuracy and hash of each run. */
function runSpans({ runs, sha256, rung, standing }: Row, { study }: StudyViewProps): Span[][] {
  if (rung === undefined || standing === 'diverged') return []
  const epochs = countOf(study.plan.rungs[rung] ?? 0, 'epoch')
  const lines = runs.slice(0, MOST_RUNS).map((accuracy, run): Span[] => {
    const hash = sha256[run]
    const name = runs.length > 1 ? `Run ${run} after ${epochs}` : `After ${epochs}`
    return [
      `${name}: ${shareOf(accuracy)}`,
      ...(hash ? [['dim', `   sha256 ${hash.slice(0, HASH_DIGITS)}`] as const] : []),
    ]
  })
  return runs.length > MOST_RUNS ? [...lines, [['dim', `and ${runs.length - MOST_RUNS} more runs`]]] : lines
}

function chart(row: Row, running: RunningByTrial, { study, theme, columns, rows }: StudyViewProps): string[] {
  const { plan, best } = study
  const pointsOf = (one: Row): Point[] =>
    curveOf(one, study, running.get(one.trial) ?? []).map((accuracy, epoch): Point => [epoch, accuracy])
  const own: Series = { name: `trial ${row.trial}`, points: pointsOf(row), style: 'accent' }
  const others: Series[] =
    best && best.trial !== row.trial
      ? [
          {
            name: `the best, trial ${best.trial}`,
            shortName: 'best',
            points: pointsOf(best),
            style: 'second',
          },
        ]
      : []
  return chartLines({
    title: 'Validation accuracy',
    series: [own, ...others],
    x: { label: 'epoch', unit: 'whole', from: 0, to: Math.max(1, (plan.rungs.at(-1) ?? 1) - 1) },
    y: { unit: 'share' },
    empty: 'No epoch is complete yet',
    ...{ columns, rows, theme },
  })
}
