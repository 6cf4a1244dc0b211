import type { Answer, Cause, Cure, Question, Repeatable, Report } from '@gradus/doctor'
import type { Paper } from '../history/run-curves.ts'
import { sparkline } from '../terminal/charts/sparkline.ts'
import { countOf, formatCount, formatDuration, formatEvaluation, formatShare } from '../terminal/format.ts'
import { printable } from '../terminal/printable.ts'
import { flushLeft, flushRight, widthOf, wrapText } from '../terminal/text.ts'
import type { Style } from '../terminal/theme.ts'

/** A report, and what is told beside it. */
export interface Told {
  readonly report: Report
  /** The questions in words: a screen shows a report without loading the doctor. */
  readonly questions: Readonly<Record<Question, string>>
  /** The command that trains a cure, as a shell takes it; undefined where data have to be made anew. */
  readonly commandOf: (cure: Cure) => string | undefined
  readonly seconds: number
}

/** Columns of a report at the most, so that it can be read. */
const WIDEST = 100
/** Columns of a curve at the most. */
const LONGEST_CURVE = 40

/** A diagnosis as a text. */
export function reportLines({ report, questions, commandOf, seconds }: Told, paper: Paper): string[] {
  const columns = Math.min(paper.columns, WIDEST)
  const narrow = { ...paper, columns }
  const { status, sentence } = report
  const style = status === 'healthy' ? 'good' : 'alarm'
  const blocks = [
    wrapped(sentence, columns).map(line => paper.theme.paint(style, line)),
    questionLines(report, questions, narrow),
    sightingLines(report, columns),
    curveLines(report, narrow),
    ...report.causes.map(cause => cureLines(cause, commandOf, columns)),
    triedLines(report, columns),
    wrapped(costLine(report, seconds), columns),
  ]
  return blocks.filter(lines => lines.length > 0).flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]))
}

const STYLES: Readonly<Record<Answer, Style>> = { yes: 'alarm', no: 'good', 'could not tell': 'dim' }

/** Each question, its answer flush right, and below it the figures. */
function questionLines(
  { answers }: Report,
  questions: Told['questions'],
  { columns, theme }: Paper,
): string[] {
  return answers.flatMap(({ question, answer, sentence }, i) => {
    const number = `${i + 1}  `
    const indent = ' '.repeat(number.length)
    const room = columns - number.length
    const asked = wrapped(questions[question], room)
    const last = asked.at(-1) ?? ''
    const isBeside = widthOf(last) + 2 + answer.length <= room
    const painted = theme.paint(STYLES[answer], answer)
    const beside = ' '.repeat(Math.max(0, room - widthOf(last) - answer.length))
    const lines = isBeside ? [...asked.slice(0, -1), `${last}${beside}${painted}`] : [...asked, painted]
    return [...lines, ...wrapped(sentence, room)].map((line, k) => `${k === 0 ? number : indent}${line}`)
  })
}

/** Everything that a look at data, Spec and first network shows, faults first. */
function sightingLines({ sightings }: Report, columns: number): string[] {
  if (sightings.length === 0) return []
  const indent = '  '
  return [
    'Seen before any training',
    ...sightings.flatMap(({ severity, sentence }) =>
      wrapped(`${severity === 'fault' ? 'Fault' : 'Note'}: ${sentence}`, columns - indent.length).map(
        line => `${indent}${line}`,
      ),
    ),
  ]
}

/** Accuracy after each epoch, of the run as it is and of its cures. */
function curveLines({ base, whole, causes }: Report, { columns, theme }: Paper): string[] {
  const before = whole ?? base
  const cures = causes.flatMap(({ cure }) => cure ?? [])
  const runs: readonly (readonly [name: string, run: Repeatable])[] = [
    ['as it is', before],
    ...cures.map(cure => [`with ${cure.change}`, cure] as const),
  ]
  const shares = runs.map(([, run]) => accuracyText(run))
  const most = Math.max(...shares.map(widthOf))
  const count = Math.max(...runs.map(([, { curve }]) => curve.length))
  const room = Math.min(LONGEST_CURVE, count, Math.max(1, Math.floor(columns / 2) - most))
  const names = wrapWidth(
    runs.map(([name]) => name),
    columns - room - most - 6,
  )
  const title = `Accuracy on ${countOf(before.validation.total, 'validation example')} after each epoch`
  return [
    ...wrapped(title, columns),
    ...runs.map(([, { curve }], i) => {
      const chart = flushLeft(sparkline(curve, { columns: room, count }, theme), room)
      return `  ${names[i]}  ${theme.paint(i === 0 ? 'second' : 'accent', chart)}  ${flushRight(shares[i] ?? '', most)}`
    }),
  ]
}

/** Names as wide as the widest of them, none wider than so many columns. */
function wrapWidth(names: readonly string[], most: number): string[] {
  const width = Math.max(1, Math.min(most, Math.max(...names.map(widthOf))))
  return names.map(name => flushLeft(widthOf(name) > width ? `${name.slice(0, width - 2)}..` : name, width))
}

function accuracyText({ validation: { correct, total } }: Repeatable): string {
  return formatShare(correct / total)
}

/** A cure: the accuracy that it reached, and the command that reaches it again, on one line that a shell takes. */
function cureLines({ cure }: Cause, commandOf: Told['commandOf'], columns: number): string[] {
  if (!cure) return []
  const { change, validation, epochs, seed, train, accuracy } = cure
  const command = commandOf(cure)
  const seeds = accuracy.seeds.length
  const several =
    seeds > 1
      ? `; mean of ${seeds} seeds ${formatShare(accuracy.mean)}, spread ${points(accuracy.spread)}`
      : ''
  const place = `after ${countOf(epochs, 'epoch')} of ${countOf(train, 'training example')} with seed ${seed}`
  return [
    ...wrapped(`Cure: ${change}. ${formatEvaluation(validation)} ${place}${several}.`, columns),
    ...(command === undefined ? wrapped(WITHOUT_COMMAND, columns) : [command]),
  ]
}

/** Said of standardised inputs: data of numbers are read so, but for those that a file of a run puts on its own scale. */
const WITHOUT_COMMAND =
  'No flag makes this change. These inputs are on the scale in the file of the run that was named; train without that file, and a table or rows of numbers are put on a scale of their own.'

/** A difference of accuracies as `0.31 points`. */
function points(difference: number): string {
  return `${(100 * difference).toFixed(2)} points`
}

/** Every change that was tried, the best first, and the run as it is; the last column is wrapped. */
function triedLines({ tried, base, spec }: Report, columns: number): string[] {
  if (tried.length === 0) return []
  const asItIs = { change: 'as it is', accuracy: base.accuracy, effect: '' }
  const rows = [...tried, asItIs]
    .toSorted((a, b) => b.accuracy.mean - a.accuracy.mean)
    .map(({ change, accuracy: { mean, seeds }, effect }) => [
      ...[formatShare(mean), countOf(seeds.length, 'seed'), effect, change],
    ])
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => widthOf(row[column] ?? ''))))
  const lines = rows.flatMap(([accuracy = '', seeds = '', effect = '', change = '']) => {
    const [first = 0, second = 0, third = 0] = widths
    const before = `  ${flushRight(accuracy, first)}  ${flushLeft(seeds, second)}  ${flushLeft(effect, third)}  `
    const parts = wrapped(change, Math.max(1, columns - before.length))
    return parts.map((part, i) => `${i === 0 ? before : ' '.repeat(before.length)}${part}`)
  })
  const share = base.train < spec.data.train ? ` on ${formatCount(base.train)} of the examples` : ''
  return [`Tried, ${countOf(base.epochs, 'epoch')}${share} each`, ...lines]
}

function costLine({ cost: { trials, spent, budget } }: Report, seconds: number): string {
  return `Examined by ${countOf(trials, 'trial')} on ${formatCount(spent)} of at most ${countOf(budget, 'example')}, in ${formatDuration(seconds)}`
}

/** A report as JSON, with the command of each cure. */
export function reportJson({ report, commandOf }: Pick<Told, 'report' | 'commandOf'>): object {
  const causes = report.causes.map(cause => ({
    ...cause,
    ...(cause.cure && { cure: { ...cause.cure, command: commandOf(cause.cure) } }),
  }))
  return { ...report, causes }
}

/** A blank at which no line ends. */
const NO_BREAK = '\u00A0'

/** A printable text in lines, none of which ends between a number and its unit or within an equation. */
function wrapped(text: string, columns: number): string[] {
  const kept = printable(text).replaceAll(/ (?=[%=])|(?<==) /g, NO_BREAK)
  return wrapText(kept, columns).map(line => line.replaceAll(NO_BREAK, ' '))
}
