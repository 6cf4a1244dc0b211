import { type ClassCounts, neverPredicted } from '@gradus/core'
import { type Health, neverCorrect } from '@gradus/core/health'
import { shortList } from '../../terminal/format.ts'
import { flushRight, lineOf, type Span, wrapText } from '../../terminal/text.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import { type ClassNames, classNames } from '../class-names.ts'
import type { DashboardState } from '../state.ts'

const NAME_COLUMNS = 11
const NARROWEST_CELL = 6
/** Columns of a name, and names in a sentence. */
const LONGEST_NAME = 12
const MOST_NAMED = 10
/** Lines of the table for as many classes as have room beside each other. */
const LINES_OF_PART = 3
/** Ratio of predictions to examples from which on a class is marked. */
const OFTEN = 2

interface Counts extends ClassCounts {
  readonly source: string
  /** Whether there are enough examples to tell a class that is predicted too often. */
  readonly isWhole: boolean
}

/** Classes to be marked. */
interface Marks {
  readonly never: readonly number[]
  /** Predicted, but never correctly. */
  readonly wrongly: readonly number[]
  readonly hardly: readonly number[]
  readonly often: readonly number[]
}

interface Room {
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
}

/**
 * Number of predictions of every class, beside the number of examples with its label; where there are too
 * many, of the classes for which the two differ most.
 */
export function classLines(state: DashboardState, { columns, rows, theme }: Room): string[] {
  const title: Span = ['title', 'Classes']
  const counts = countsOf(state)
  if (!counts) {
    const reason = 'Not known yet: the classes are counted with the first statistics.'
    return [lineOf([title], columns, theme), ...wrapText(reason, columns)]
  }
  const names = classNames(state, theme)
  const marks = marksOf(counts, state.health)
  const sentences = markLines(marks, counts.isWhole, names, columns, theme)
  const room = { columns, rows: Math.max(LINES_OF_PART, rows - 1 - sentences.length), theme }
  const { lines, left } = tableOf(counts, marks, names, room)
  const more =
    left > 0 ? `, the ${counts.examples.length - left} of ${counts.examples.length} that differ most` : ''
  return [lineOf([title, `  ${counts.source}${more}`], columns, theme), ...sentences, ...lines]
}

/** Counts on the evaluated examples, where there are any; else on the sample of the statistics. */
function countsOf({ confusion, statistics }: DashboardState): Counts | undefined {
  if (confusion) {
    const { set, epoch, examples, predictions, correct } = confusion
    return { source: `${set} examples after epoch ${epoch}`, examples, predictions, correct, isWhole: true }
  }
  if (!statistics) return undefined
  const { answers, predictions, sampled, epoch } = statistics
  return {
    source: `a sample of ${sampled} training examples, epoch ${epoch}`,
    // The sample tells nothing of correct predictions.
    ...{ examples: answers, predictions, correct: predictions },
    isWhole: false,
  }
}

/** Classes that are hardly predicted are those that the rule of the run's health names. */
function marksOf(counts: Counts, { findings }: Health): Marks {
  const { examples, predictions, isWhole } = counts
  const never = neverPredicted(counts)
  const stuck = findings
    .filter(({ code }) => code === 'class-stuck' || code === 'classes-unbalanced')
    .flatMap(({ classes = [] }) => classes)
  const isOften = (label: number): boolean => (predictions[label] ?? 0) > OFTEN * (examples[label] ?? 0)
  return {
    never,
    wrongly: neverCorrect(counts).filter(label => !never.includes(label)),
    hardly: stuck.filter(label => !never.includes(label) && (counts.correct[label] ?? 0) > 0),
    often: isWhole ? [...predictions.keys()].filter(isOften) : [],
  }
}

/** Sentences on conspicuous classes, so that they can be read without colours. */
function markLines(
  { never, wrongly, hardly, often }: Marks,
  isWhole: boolean,
  names: ClassNames,
  columns: number,
  theme: Theme,
): string[] {
  const marks = [
    isWhole
      ? markOf('alarm', 'Never predicted', never, names)
      : markOf('warning', 'Not predicted in this sample', never, names),
    markOf('alarm', 'Never predicted correctly', wrongly, names),
    markOf('warning', 'Hardly predicted', hardly, names),
    markOf('warning', 'Predicted too often', often, names),
  ].filter(mark => mark !== undefined)
  const all = 'Every class that occurs is predicted.'
  if (marks.length === 0) return [lineOf([isWhole ? ['good', all] : all], columns, theme)]
  return marks.flatMap(([style, text]) =>
    wrapText(text, columns).map(line => lineOf([[style, line]], columns, theme)),
  )
}

function markOf(
  style: Style,
  what: string,
  classes: readonly number[],
  names: ClassNames,
): [Style, string] | undefined {
  if (classes.length === 0) return undefined
  const named = classes.slice(0, MOST_NAMED).map(label => names.of(label, LONGEST_NAME))
  return [style, `${what}: ${shortList([...named, ...classes.slice(MOST_NAMED).map(String)], MOST_NAMED)}.`]
}

/** Lines of the table, and the number of classes for which there was no room. */
interface ClassTable {
  readonly lines: readonly string[]
  readonly left: number
}

/**
 * Labels, how often each occurs, and how often it is predicted: below one another, as many beside each other
 * as there is room for.
 */
function tableOf(
  counts: Counts,
  marks: Marks,
  names: ClassNames,
  { columns, rows, theme }: Room,
): ClassTable {
  const { examples, predictions } = counts
  const widest = Math.max(names.areGiven ? 0 : examples.length - 1, ...examples, ...predictions)
  const name = names.areGiven ? names.width(examples.length, LONGEST_NAME) : 0
  const cell = Math.max(NARROWEST_CELL, String(widest).length + 2, name + 2)
  const across = Math.max(1, Math.floor((columns - NAME_COLUMNS) / cell))
  const labels = mostDifferent(counts, across * Math.floor(rows / LINES_OF_PART))
  const lines: string[] = []
  for (let from = 0; from < labels.length; from += across) {
    const part = labels.slice(from, from + across)
    const row = (name: string, cells: readonly Span[]): void => {
      lines.push(lineOf([['dim', name.padEnd(NAME_COLUMNS)], ...cells], columns, theme))
    }
    row(
      'class',
      part.map((label): Span => ['key', flushRight(names.of(label, cell - 2), cell)]),
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
  return { lines, left: examples.length - labels.length }
}

/** So many classes, in their order: those whose predictions and examples differ most, if there are more. */
function mostDifferent({ examples, predictions }: Counts, most: number): number[] {
  const labels = [...examples.keys()]
  if (labels.length <= most) return labels
  const difference = (label: number): number => Math.abs((predictions[label] ?? 0) - (examples[label] ?? 0))
  return labels
    .toSorted((a, b) => difference(b) - difference(a))
    .slice(0, most)
    .toSorted((a, b) => a - b)
}

function predictedSpan(label: number, text: string, { never, wrongly, hardly, often }: Marks): Span {
  if (never.includes(label) || wrongly.includes(label)) return ['alarm', text]
  return hardly.includes(label) || often.includes(label) ? ['warning', text] : text
}
