import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { confusionOfMatrix, type Run, trainingState } from '../../../test/dashboard-states.ts'
import { ASCII, COLOURED, PLAIN, readFrame, SIZES } from '../../../test/frames.ts'
import { type DashboardState, VIEWS, type ViewName } from '../state.ts'
import { DashboardView } from './dashboard-view.tsx'

const [SMALL, USUAL] = SIZES
type Size = (typeof SIZES)[number]
const FRUIT = ['apple', 'banana', 'a rather long name of a very exotic fruit', '苹果和香蕉的名字']

/** Names as programs may have them: short, long, wide, and with characters that a terminal obeys. */
function namesOf(classes: number): string[] {
  return Array.from(
    { length: classes },
    (_, c) => `${FRUIT[c % FRUIT.length]} ${c === 1 ? '\u001B[2J\n' : c}`,
  )
}

function stateOf(classes: number, names: boolean, change: Partial<Run> = {}): DashboardState {
  const state = trainingState({ sizes: [784, 5, classes], ...change })
  if (!state.loaded || !names) return state
  return { ...state, loaded: { ...state.loaded, classes: namesOf(classes) } }
}

function read(state: DashboardState, { columns, rows }: Size = SMALL, theme = PLAIN): string {
  const view = <DashboardView state={state} theme={theme} columns={columns} rows={rows} nextSteps={[]} />
  return readFrame(view, columns, rows).join('\n')
}

const PLACES = [
  [SMALL, PLAIN],
  [SMALL, ASCII],
  [USUAL, COLOURED],
] as const

describe.each([1, 2, 47, 300])('%d classes', classes => {
  const shapes = [
    [784, 5, classes],
    [784, classes],
    [4, 5, classes],
  ]
  const states = [false, true].flatMap(names => shapes.map(sizes => stateOf(classes, names, { sizes })))

  test.each(VIEWS)('the view %s fits, with names and without', view => {
    for (const state of states) {
      for (const [size, theme] of PLACES) {
        expect(read({ ...state, view }, size, theme)).toContain(`${VIEWS.indexOf(view) + 1} ${view}]`)
        expect(read({ ...state, view }, size, theme)).toMatch(/\? help {3}q quit.*$/)
      }
    }
  })
})

test('one class cannot be confused', () => {
  for (const view of ['confusion', 'mistakes'] as const)
    expect(read({ ...stateOf(1, false), view })).toContain('The network has one output, and so one class')
})

test.each([47, 300])('the pages of %d classes show each of them once, the worst first', classes => {
  const base = { ...stateOf(classes, false), view: 'confusion' as const }
  const labels: number[] = []
  const [, pages] = /page 1 of (\d+)/.exec(read(base)) ?? []
  for (let page = 0; page < Number(pages); page++) {
    const text = read({ ...base, pages: { ...base.pages, confusion: page } })
    expect(text).toContain(`page ${page + 1} of ${pages}`)
    labels.push(...Array.from(text.matchAll(/^(\d+) +[\d,]+ +[\d.]+ +/gm), ([, label]) => Number(label)))
  }
  expect(labels[0]).toBe(classes - 1)
  expect(labels.toSorted((a, b) => a - b)).toEqual(Array.from({ length: classes }, (_, label) => label))
  expect(read(base)).toContain('←→ page')
  expect(read({ ...stateOf(10, false), view: 'confusion' })).not.toContain('←→ page')
})

const PETS = ['cat', 'dog', 'guinea pig']
const matrix = [
  [10, 0, 0],
  [3, 7, 0],
  [9, 1, 0],
]

/** Three classes with names, of which the last is never predicted. */
function petsIn(view: ViewName, sizes: readonly number[] = [9, 5, 3]): DashboardState {
  const state = trainingState({ sizes })
  const { loaded } = state
  if (!loaded || !state.confusion) throw new Error('There is a run')
  const { worst } = state.confusion
  const confusion = { ...state.confusion, ...confusionOfMatrix(matrix), worst }
  return { ...state, view, loaded: { ...loaded, classes: PETS }, confusion }
}

test.each<[ViewName, readonly number[], readonly RegExp[]]>([
  [
    'confusion',
    [9, 5, 3],
    [
      /label +cat +dog +guinea pig +recall/,
      /^ +guinea pig +9\S? +1\S? +[·.] +0\.0/m,
      /Never predicted: guinea pig/,
      /dog predicted as cat: 3 times/,
    ],
  ],
  ['mistakes', [9, 5, 3], [/dog, not +cat {2}0\.99/]],
  ['mistakes', [784, 5, 3], [/dog, not cat/]],
  ['neurons', [784, 3], [/guin\S+( pig)? {2}(mean|0\.|±)/]],
  ['neurons', [9, 3], [/neuron guinea pig/]],
  ['overview', [9, 5, 3], [/Worst class: guinea pig, 0\.00 %/]],
  [
    'health',
    [9, 5, 3],
    [/Never predicted: guinea pig\./, /class +cat +dog +guinea pig/, /Predicted too often: cat/],
  ],
])('the view %s of %j calls classes by their names', (view, sizes, texts) => {
  for (const size of [SMALL, USUAL]) {
    const text = stripVTControlCharacters(read(petsIn(view, sizes), size))
    for (const each of texts) expect(text).toMatch(each)
  }
})

test('cut names that are the same: numbers above the columns, and before the names of the rows', () => {
  const state = petsIn('confusion', [9, 5, 3])
  if (!state.loaded) throw new Error('There is a run')
  const same = ['a name of a class that is long (1)', 'a name of a class that is long (2)', 'cat']
  const text = read({ ...state, loaded: { ...state.loaded, classes: same } })
  expect(text).toMatch(/label +0 +1 +2 +recall/)
  expect(text).toMatch(/^ *0 a name of a cla… {2}/m)
  expect(text).toMatch(/^ *2 cat {2}/m)
})

test('wide names take their columns', () => {
  const state = petsIn('confusion', [9, 5, 3])
  if (!state.loaded) throw new Error('There is a run')
  const lines = read({ ...state, loaded: { ...state.loaded, classes: ['猫', '小狗', '荷兰猪'] } }).split('\n')
  const heading = lines.find(line => line.includes('label'))
  expect(heading).toMatch(/猫.*小狗.*荷兰猪/)
  const columnsBefore = (line: string | undefined, text: string): number => {
    const before = line?.slice(0, line.indexOf(text) + text.length) ?? ''
    return before.length + (before.match(/\p{sc=Han}/gu)?.length ?? 0)
  }
  // The counts end where the names do.
  const row = lines.find(line => line.trimStart().startsWith('小狗'))
  expect(columnsBefore(heading, '猫')).toBe(columnsBefore(row, '3'))
  expect(columnsBefore(heading, '小狗')).toBe(columnsBefore(row, '7'))
})
