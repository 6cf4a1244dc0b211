import { lineOf, type Span, wrapText } from '../../terminal/text.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import type { DashboardState } from '../state.ts'
import { classFigures } from './confusion-matrix.ts'

const NAME_COLUMNS = 11
const NARROWEST_CELL = 6
/** Ratio of predictions to occurrences, either way, from which on a class is marked. */
const FACTOR = 2

interface ClassCount {
  readonly label: number
  readonly occurs: number
  readonly predicted: number
}

interface Counts {
  readonly source: string
  readonly classes: readonly ClassCount[]
  /** Whether there are enough examples to tell a class that is seldom predicted. */
  readonly isWhole: boolean
}

/** Number of predictions of every class, beside the number of examples with its label. */
export function classLines(state: DashboardState, columns: number, theme: Theme): string[] {
  const title: Span = ['title', 'Classes']
  const counts = countsOf(state)
  if (!counts) {
    const reason = 'Not known yet: the classes are counted with the first statistics.'
    return [lineOf([title], columns, theme), ...wrapText(reason, columns)]
  }
  return [
    lineOf([title, `  ${counts.source}`], columns, theme),
    ...markLines(counts, columns, theme),
    ...tableOf(counts.classes, columns, theme),
  ]
}

/** Counts on the evaluated examples, where there are any; else on the sample of the statistics. */
function countsOf({ analysis, statistics }: DashboardState): Counts | undefined {
  if (analysis) {
    return {
      source: `${analysis.set} examples after epoch ${analysis.epoch}`,
      classes: classFigures(analysis.confusion).map(({ label, labelled, predicted }) => ({
        label,
        occurs: labelled,
        predicted,
      })),
      isWhole: true,
    }
  }
  if (!statistics) return undefined
  const { answers, predictions, sampled, epoch } = statistics
  return {
    source: `a sample of ${sampled} training examples, epoch ${epoch}`,
    classes: answers.map((occurs, label) => ({ label, occurs, predicted: predictions[label] ?? 0 })),
    isWhole: false,
  }
}

/** Sentences on conspicuous classes, so that they can be read without colours. */
function markLines({ classes, isWhole }: Counts, columns: number, theme: Theme): string[] {
  const marks = [
    markOf('alarm', isWhole ? 'Never predicted' : 'Not predicted in this sample', classes.filter(isNever)),
    markOf('warning', 'Seldom predicted', isWhole ? classes.filter(isSeldom) : []),
    markOf('warning', 'Predicted too often', isWhole ? classes.filter(isFrequent) : []),
  ].filter(mark => mark !== undefined)
  if (marks.length === 0) return [lineOf([['good', 'Every class that occurs is predicted.']], columns, theme)]
  return marks.flatMap(([style, text]) =>
    wrapText(text, columns).map(line => lineOf([[style, line]], columns, theme)),
  )
}

function markOf(style: Style, what: string, classes: readonly ClassCount[]): [Style, string] | undefined {
  return classes.length === 0
    ? undefined
    : [style, `${what}: ${classes.map(({ label }) => label).join(', ')}.`]
}

function isNever({ occurs, predicted }: ClassCount): boolean {
  return occurs > 0 && predicted === 0
}

function isSeldom({ occurs, predicted }: ClassCount): boolean {
  return predicted > 0 && predicted * FACTOR < occurs
}

function isFrequent({ occurs, predicted }: ClassCount): boolean {
  return predicted > occurs * FACTOR
}

/**
 * Labels, how often each occurs, and how often it is predicted: below one another, as many beside each other
 * as there is room for.
 */
function tableOf(classes: readonly ClassCount[], columns: number, theme: Theme): string[] {
  const widest = Math.max(...classes.flatMap(({ label, occurs, predicted }) => [label, occurs, predicted]))
  const cell = Math.max(NARROWEST_CELL, String(widest).length + 2)
  const across = Math.max(1, Math.floor((columns - NAME_COLUMNS) / cell))
  const lines: string[] = []
  for (let from = 0; from < classes.length; from += across) {
    const part = classes.slice(from, from + across)
    const row = (name: string, cells: readonly Span[]): void => {
      lines.push(lineOf([['dim', name.padEnd(NAME_COLUMNS)], ...cells], columns, theme))
    }
    row(
      'class',
      part.map(({ label }): Span => ['key', String(label).padStart(cell)]),
    )
    row(
      'occurs',
      part.map(({ occurs }) => String(occurs).padStart(cell)),
    )
    row(
      'predicted',
      part.map(count => predictedSpan(count, cell)),
    )
  }
  return lines
}

function predictedSpan(count: ClassCount, cell: number): Span {
  const text = String(count.predicted).padStart(cell)
  if (isNever(count)) return ['alarm', text]
  return isSeldom(count) || isFrequent(count) ? ['warning', text] : text
}
