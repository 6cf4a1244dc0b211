import { type ClassCounts, neverPredicted } from '@gradus/core'
import type { Health } from '@gradus/core/health'
import { lineOf, type Span, wrapText } from '../../terminal/text.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import type { DashboardState } from '../state.ts'

const NAME_COLUMNS = 11
const NARROWEST_CELL = 6
/** Ratio of predictions to examples from which on a class is marked. */
const OFTEN = 2

interface Counts extends Pick<ClassCounts, 'examples' | 'predictions'> {
  readonly source: string
  /** Whether there are enough examples to tell a class that is predicted too often. */
  readonly isWhole: boolean
}

/** Classes to be marked. */
interface Marks {
  readonly never: readonly number[]
  readonly hardly: readonly number[]
  readonly often: readonly number[]
}

/** Number of predictions of every class, beside the number of examples with its label. */
export function classLines(state: DashboardState, columns: number, theme: Theme): string[] {
  const title: Span = ['title', 'Classes']
  const counts = countsOf(state)
  if (!counts) {
    const reason = 'Not known yet: the classes are counted with the first statistics.'
    return [lineOf([title], columns, theme), ...wrapText(reason, columns)]
  }
  const marks = marksOf(counts, state.health)
  return [
    lineOf([title, `  ${counts.source}`], columns, theme),
    ...markLines(marks, counts.isWhole, columns, theme),
    ...tableOf(counts, marks, columns, theme),
  ]
}

/** Counts on the evaluated examples, where there are any; else on the sample of the statistics. */
function countsOf({ confusion, statistics }: DashboardState): Counts | undefined {
  if (confusion) {
    const { set, epoch, examples, predictions } = confusion
    return { source: `${set} examples after epoch ${epoch}`, examples, predictions, isWhole: true }
  }
  if (!statistics) return undefined
  const { answers, predictions, sampled, epoch } = statistics
  return {
    source: `a sample of ${sampled} training examples, epoch ${epoch}`,
    ...{ examples: answers, predictions },
    isWhole: false,
  }
}

/** Classes that are hardly predicted are those that the rule of the run's health names. */
function marksOf({ examples, predictions, isWhole }: Counts, { findings }: Health): Marks {
  const never = neverPredicted({ examples, predictions })
  const stuck = findings.find(({ code }) => code === 'class-stuck')?.classes ?? []
  const isOften = (label: number): boolean => (predictions[label] ?? 0) > OFTEN * (examples[label] ?? 0)
  return {
    never,
    hardly: stuck.filter(label => !never.includes(label)),
    often: isWhole ? [...predictions.keys()].filter(isOften) : [],
  }
}

/** Sentences on conspicuous classes, so that they can be read without colours. */
function markLines(
  { never, hardly, often }: Marks,
  isWhole: boolean,
  columns: number,
  theme: Theme,
): string[] {
  const marks = [
    markOf('alarm', isWhole ? 'Never predicted' : 'Not predicted in this sample', never),
    markOf('warning', 'Hardly predicted', hardly),
    markOf('warning', 'Predicted too often', often),
  ].filter(mark => mark !== undefined)
  if (marks.length === 0) return [lineOf([['good', 'Every class that occurs is predicted.']], columns, theme)]
  return marks.flatMap(([style, text]) =>
    wrapText(text, columns).map(line => lineOf([[style, line]], columns, theme)),
  )
}

function markOf(style: Style, what: string, classes: readonly number[]): [Style, string] | undefined {
  return classes.length === 0 ? undefined : [style, `${what}: ${classes.join(', ')}.`]
}

/**
 * Labels, how often each occurs, and how often it is predicted: below one another, as many beside each other
 * as there is room for.
 */
function tableOf({ examples, predictions }: Counts, marks: Marks, columns: number, theme: Theme): string[] {
  const widest = Math.max(examples.length - 1, ...examples, ...predictions)
  const cell = Math.max(NARROWEST_CELL, String(widest).length + 2)
  const across = Math.max(1, Math.floor((columns - NAME_COLUMNS) / cell))
  const lines: string[] = []
  for (let from = 0; from < examples.length; from += across) {
    const part = [...examples.keys()].slice(from, from + across)
    const row = (name: string, cells: readonly Span[]): void => {
      lines.push(lineOf([['dim', name.padEnd(NAME_COLUMNS)], ...cells], columns, theme))
    }
    row(
      'class',
      part.map((label): Span => ['key', String(label).padStart(cell)]),
    )
    row(
      'occurs',
      part.map(label => String(examples[label]).padStart(cell)),
    )
    row(
      'predicted',
      part.map(label => predictedSpan(label, String(predictions[label]).padStart(cell), marks)),
    )
  }
  return lines
}

function predictedSpan(label: number, text: string, { never, hardly, often }: Marks): Span {
  if (never.includes(label)) return ['alarm', text]
  return hardly.includes(label) || often.includes(label) ? ['warning', text] : text
}
