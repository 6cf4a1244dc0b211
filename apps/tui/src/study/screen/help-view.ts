import { type Block, lineOf, pageAt, pagesOf, type Span, wrapText } from '../../terminal/text.ts'
import type { StudyViewProps } from './view.ts'

type Entry = readonly [name: string, meaning: string]

const KEYS: readonly Entry[] = [
  ['1 .. 5', 'trials, map, trial, workers, result'],
  ['Tab, Shift-Tab', 'the next view, the view before'],
  ['up, down', 'choose a trial; on the map: another field upwards'],
  ['left, right', 'the page before, the next page; on the map: another field across'],
  ['PgUp, PgDn', 'a page of trials back, or on'],
  ['Home, End', 'the best trial, the last one'],
  ['Enter', 'the chosen trial: its Spec and its curve; Escape goes back'],
  ['h', 'the map'],
  ['?', 'this help; Escape closes it'],
  ['q, Ctrl-C', 'stop, and leave: all that is done is kept, and the study can be resumed'],
  ['Ctrl-Z', 'suspend; the command fg of the shell goes on'],
]

const WORDS: readonly Entry[] = [
  ['accuracy', 'Share of the validation examples whose label is predicted: the mean of the runs of a trial.'],
  [
    'curve',
    'Accuracy after each epoch. Its height is by the logarithm of the error, from the worst so far to the best.',
  ],
  [
    'map',
    'Best accuracy of the trials whose values lie in a cell. Trials of a later rung count before others.',
  ],
  ['rung', 'All trials trained for the same number of epochs. The best third goes on to the next rung.'],
  ['trial', 'One setting of the tried fields. Trials are numbered from 0.'],
  ['worker', 'A thread, or a program on another machine, that trains.'],
]

/** Signs of the rungs in the order in which they are explained. */
function signsOf(unicode: boolean): Entry[] {
  const [ended, atHand, toCome, none, diverged] = unicode
    ? ['●', '◐', '○', '·', '×']
    : ['*', '>', 'o', '.', 'x']
  return [
    [`${ended} ${atHand} ${toCome}`, 'a rung that the trial has ended, trains in, has before it'],
    [`${none} ${diverged}`, 'a rung that it does not reach, in which it diverged'],
  ]
}

const NAMES = 16

/** All keys, and words of studies; page by page. */
export function helpLines({ look, theme, columns, rows }: StudyViewProps): string[] {
  const names = columns < 2 * NAMES ? 0 : NAMES
  const blockOf = ([name, meaning]: Entry, title?: string): Block => {
    const spans: Span[][] = wrapText(meaning, Math.max(1, columns - names)).map((line, i) => [
      ['key', (i === 0 ? name : '').padEnd(names)],
      line,
    ])
    const titled: Span[][] = title === undefined ? spans : [[['title', title]], ...spans]
    return { head: [], lines: titled.map(line => lineOf(line, columns, theme)) }
  }
  const sections: readonly (readonly [title: string, entries: readonly Entry[]])[] = [
    ['Keys', KEYS],
    ['Rungs', signsOf(theme.unicode)],
    ['Words', WORDS],
  ]
  const blocks = sections.flatMap(([title, entries]) =>
    entries.map((entry, i) => blockOf(entry, i === 0 ? title : undefined)),
  )
  const pages = pagesOf(blocks, Math.max(1, rows - 1))
  const page = pageAt(look.page, pages.length)
  const label = pages.length > 1 ? `   page ${page + 1} of ${pages.length}` : ''
  return [
    lineOf(
      [
        ['title', 'Help'],
        ['key', label],
      ],
      columns,
      theme,
    ),
    ...(pages[page] ?? []),
  ]
}
