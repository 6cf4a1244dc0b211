import type { Row } from '@gradus/study'
import { sparkline } from '../../terminal/charts/sparkline.ts'
import { shareOf } from '../../terminal/format.ts'
import { flushRight, lineOf, type Span, shortened, widthOf } from '../../terminal/text.ts'
import type { StudySnapshot } from '../study-snapshot.ts'
import { type FieldColumn, fieldCell, fieldColumns, narrowed } from './columns.ts'
import { placeOf } from './look.ts'
import {
  accuracyOf,
  curveOf,
  type RunningByTrial,
  rungMarks,
  runningByTrial,
  shareOfRange,
  standingTexts,
} from './rows.ts'
import type { StudyViewProps } from './view.ts'

const ACCURACY = 'accuracy'
const [HEADING, LONG_HEADING] = ['curve', 'by epoch'] as const
/** Columns of curves: of many epochs at the least, and at the most. */
const SHORTEST_CURVE = 6
const LONGEST_CURVE = 40
/** Columns of the standing of a trial: `epoch 29 on thread 1`, or with the name of a machine. */
const WIDEST_STANDING = 32
const FULL_STANDING = 20
const SHORT_STANDING = 8
const GAP = 2
/** Columns of the name of a field where room is short, and where it is shorter still. */
const LONGEST_NAME = 16
const SHORTEST_NAME = 4

/** Columns of a list, as many as there is room for. */
interface Widths {
  readonly gap: string
  readonly number: number
  readonly fields: readonly FieldColumn[]
  /** 0 for a column that is left out. */
  readonly curve: number
  readonly rungs: number
  readonly standing: number
}

/** Trials that there is room for in a view of so many rows. */
export function trialsInView(rows: number): number {
  return Math.max(1, rows - 1)
}

/** A line a trial, the best first: as many of them around the chosen one as there is room for. */
export function trialsLines(props: StudyViewProps): string[] {
  const { study, look, theme, columns, rows } = props
  const widths = widthsOf(study, columns)
  const running = runningByTrial(study)
  const room = trialsInView(rows)
  const place = placeOf(look, study)
  const top = Math.max(0, Math.min(place - Math.floor(room / 2), study.rows.length - room))
  const shown = study.rows.slice(top, top + room)
  const lines = shown.map((row, i) => {
    const isChosen = top + i === place
    return lineOf(rowSpans(row, props, { widths, running, isChosen }), columns, theme)
  })
  return [lineOf(headingOf(widths, theme), columns, theme), ...lines]
}

function widthsOf({ plan, trials, workers }: StudySnapshot, columns: number): Widths {
  const fields = fieldColumns(plan, trials)
  const number = Math.max('trial'.length, String(plan.trials - 1).length)
  const names = Math.max(0, ...workers.map(({ name }) => widthOf(name)))
  const standing = Math.max(FULL_STANDING, Math.min(WIDEST_STANDING, 'epoch 29 on '.length + names))
  const epochs = Math.max(HEADING.length, plan.rungs.at(-1) ?? 1)
  const rungs = Math.max('rungs'.length, plan.rungs.length)
  const gap = ' '.repeat(GAP)
  const whole: Widths = { gap, number, fields, curve: Math.min(epochs, SHORTEST_CURVE), rungs, standing }
  const short: Widths = { ...whole, rungs: 0, standing: SHORT_STANDING }
  const bare: Widths = { ...short, curve: 0 }
  const narrow: Widths = { ...bare, gap: ' ', fields: narrowed(fields, LONGEST_NAME) }
  const narrowest: Widths = { ...narrow, fields: narrowed(fields, SHORTEST_NAME) }
  const found = [whole, { ...whole, rungs: 0 }, short, bare, narrow].find(
    widths => widthOfAll(widths) <= columns,
  )
  if (!found || found.curve === 0) return found ?? narrowest
  const left = columns - widthOfAll(found)
  return { ...found, curve: Math.min(epochs, LONGEST_CURVE, found.curve + left) }
}

function widthOfAll({ gap, number, fields, curve, rungs, standing }: Widths): number {
  const cells = [...fields.map(({ width }) => width), curve, rungs, ACCURACY.length, standing]
  return 1 + number + cells.reduce((sum, width) => sum + (width === 0 ? 0 : gap.length + width), 0)
}

function headingOf(
  { gap, number, fields, curve, rungs, standing }: Widths,
  theme: StudyViewProps['theme'],
): Span[] {
  const cells = [
    ...fields.map(({ field, width }) => flushRight(shortened(field, width, theme), width)),
    ...(curve === 0 ? [] : [(curve < LONG_HEADING.length ? HEADING : LONG_HEADING).padEnd(curve)]),
    ...(rungs === 0 ? [] : ['rungs'.padEnd(rungs)]),
    ACCURACY,
    'standing'.slice(0, standing),
  ]
  return [['dim', ` ${[flushRight('trial', number), ...cells].join(gap)}`]]
}

interface RowParts {
  readonly widths: Widths
  readonly running: RunningByTrial
  readonly isChosen: boolean
}

function rowSpans(
  row: Row,
  { study, theme, look }: StudyViewProps,
  { widths, running, isChosen }: RowParts,
): Span[] {
  const { gap } = widths
  const jobs = running.get(row.trial) ?? []
  const sign = isChosen ? (theme.unicode ? '▸' : '>') : ' '
  const isFaint = row.standing === 'dropped' || row.standing === 'diverged'
  const number = flushRight(String(row.trial), widths.number)
  const fields = widths.fields.map((column, d) => `${gap}${fieldCell(row.values[d], column, theme)}`).join('')
  const accuracy = flushRight(shareOf(accuracyOf(row)), ACCURACY.length)
  const [full = '', short = full] = standingTexts(row, study, jobs)
  const standing = widths.standing === SHORT_STANDING ? short : full
  const isBest = row.trial === study.best?.trial
  return [
    isChosen ? ['accent', sign] : sign,
    isChosen && look.trial !== undefined ? ['key', number] : number,
    isFaint ? ['dim', fields] : fields,
    ...curveSpans(row, { study, theme, widths, running }),
    ...(widths.rungs === 0
      ? []
      : [`${gap}${rungMarks(row, study, jobs.length > 0, theme).padEnd(widths.rungs)}`]),
    gap,
    isBest ? ['good', accuracy] : isFaint ? ['dim', accuracy] : accuracy,
    gap,
    cut(standing, widths.standing, theme),
  ]
}

function curveSpans(
  row: Row,
  {
    study,
    theme,
    widths,
    running,
  }: Pick<StudyViewProps, 'study' | 'theme'> & Pick<RowParts, 'widths' | 'running'>,
): Span[] {
  if (widths.curve === 0) return []
  const shares = curveOf(row, study, running.get(row.trial) ?? []).map(accuracy =>
    shareOfRange(accuracy, study),
  )
  const place = { columns: widths.curve, count: study.plan.rungs.at(-1) ?? 1 }
  return [widths.gap, ['accent', sparkline(shares, place, theme).padEnd(widths.curve)]]
}

function cut(span: Span, columns: number, theme: Pick<StudyViewProps['theme'], 'unicode'>): Span {
  return typeof span === 'string'
    ? shortened(span, columns, theme)
    : [span[0], shortened(span[1], columns, theme)]
}
