import { expect, test } from 'vitest'
import { trainingState } from '../../../test/dashboard-states.ts'
import { ASCII, FRAMES, PLAIN, readFrame } from '../../../test/frames.ts'
import { VIEWS } from '../state.ts'
import { HelpView } from './help-view.tsx'

/** The pages of the help in so much room. */
function readPages(columns: number, rows: number, theme = PLAIN): string[][] {
  const state = trainingState()
  const pageOf = (help: number): string[] => {
    const shown = { ...state, pages: { ...state.pages, help } }
    return readFrame(<HelpView state={shown} theme={theme} columns={columns} rows={rows} />, columns, rows)
  }
  const count = Number(/page 1 of (\d+)/.exec(pageOf(0)[0] ?? '')?.[1] ?? 1)
  return Array.from({ length: count }, (_, page) => pageOf(page))
}

test.each(FRAMES)('every key, on the first page: %s', (_, { columns, rows, theme }) => {
  const [lines = []] = readPages(columns, rows - 7, theme)
  const keys = ['space', 'n, e', 'up, down', 's', 'r', 'x', 'd', 'left, right', `1 .. ${VIEWS.length}`]
  for (const key of [...keys, 'Tab, Shift-Tab', '?', 'q, Ctrl-C', 'Ctrl-Z', 'any other key']) {
    expect(lines.filter(line => line.startsWith(`${key} `))).toHaveLength(1)
  }
  expect(lines).toContain('up, down        eta times 1.25, eta divided by 1.25')
})

test('each view, with what it shows', () => {
  const lines = readPages(80, 17).flat()
  for (const view of VIEWS) expect(lines.some(line => line.startsWith(`${view} `))).toBe(true)
  expect(lines).toContain('neurons         the weights into each hidden neuron, or their change, as')
})

test.each([
  [80, 17],
  [120, 33],
])('the words of the screen in short sentences, %d x %d', (columns, rows) => {
  const pages = readPages(columns, rows)
  const lines = pages.flat()
  const words = ['accuracy', 'activation', 'cost', 'epoch', 'eta', 'mini-batch', 'overfitting', 'precision']
  for (const word of [...words, 'recall', 'saturated', 'stuck', 'update/weight', 'validation'])
    expect(
      lines.some(line => new RegExp(`^${word} +[A-Z0]`).test(line)),
      word,
    ).toBe(true)
  for (const page of pages) expect(page[0]).toMatch(/^Help {3}page \d of \d: arrows left and right$/)
  expect(lines.filter(line => line === 'Glossary')).toHaveLength(1)
})

test('without Unicode all of it is ASCII', () => {
  for (const line of readPages(80, 17, ASCII).flat()) expect(line).toMatch(/^[ -~]*$/)
})
