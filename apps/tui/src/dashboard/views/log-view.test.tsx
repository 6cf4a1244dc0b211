import { renderToString } from 'ink'
import { describe, expect, test } from 'vitest'
import { trainingState } from '../../../test/dashboard-states.ts'
import { COLOURED, FRAMES, PLAIN, readFrame } from '../../../test/frames.ts'
import type { DashboardState, LogEntry } from '../state.ts'
import { LogView } from './log-view.tsx'

const LOG: LogEntry[] = [
  { seconds: 0, epoch: 0, kind: 'event', text: 'Training begins' },
  { seconds: 65, epoch: 1, kind: 'command', text: 'A checkpoint now' },
  { seconds: 3723, epoch: 12, kind: 'warning', text: 'The disk is full.' },
  { seconds: 3724, epoch: 12, kind: 'alarm', text: 'eta = 100 is too high' },
]

function read(log: readonly LogEntry[], page = 0, columns = 80, rows = 17, theme = PLAIN): string[] {
  const state: DashboardState = { ...trainingState(), log, pages: { ...trainingState().pages, log: page } }
  return readFrame(<LogView state={state} theme={theme} columns={columns} rows={rows} />, columns, rows)
}

test.each(FRAMES)('what happened, and when: %s', (_, { columns, rows, theme }) => {
  expect(read(LOG, 0, columns, rows, theme).slice(0, 7)).toEqual([
    'Log   4 events, page 1 of 1',
    '   time  epoch',
    '   0:00      0  Training begins',
    '   1:05      1  > A checkpoint now',
    '1:02:03     12  Warning: The disk is full.',
    '1:02:04     12  Alarm: eta = 100 is too high',
    '',
  ])
})

test('warnings and alarms have colours of their own', () => {
  const state = { ...trainingState(), log: LOG }
  const text = renderToString(<LogView state={state} theme={COLOURED} columns={80} rows={17} />, {
    columns: 80,
  })
  const colourOf = (style: 'warning' | 'alarm'): string =>
    COLOURED.paint(style, 'x').match(/38;[\d;]+m/)?.[0] ?? ''
  expect(text).toContain(`${colourOf('warning')}Warning: The disk is full.`)
  expect(text).toContain(`${colourOf('alarm')}Alarm: eta = 100 is too high`)
  expect(text).toContain('\u001B[39mTraining begins\n')
})

describe('pages', () => {
  const many = Array.from(
    { length: 40 },
    (_, i): LogEntry => ({ seconds: i, epoch: i, kind: 'event', text: `Epoch ${i}` }),
  )
  const shown = (page: number): string[] =>
    read(many, page).flatMap(line => line.match(/Epoch \d+$/)?.[0] ?? [])

  test('the newest first, and on each the oldest first', () => {
    expect(read(many)[0]).toBe('Log   40 events, page 1 of 3, the newest on page 1')
    expect(shown(0)).toEqual(Array.from({ length: 15 }, (_, i) => `Epoch ${25 + i}`))
    expect(shown(2)).toEqual(Array.from({ length: 10 }, (_, i) => `Epoch ${i}`))
  })

  test('go round', () => {
    expect(shown(3)).toEqual(shown(0))
    expect(shown(-1)).toEqual(shown(2))
    expect(shown(-4)).toEqual(shown(2))
  })
})

test('a long line goes on below itself', () => {
  const text = `Epoch 0 ${'and so on '.repeat(20)}until here`
  const lines = read([{ seconds: 0, epoch: 0, kind: 'event', text }]).slice(2)
  expect(lines[1]).toMatch(/^ {15}\S/)
  expect(
    lines
      .map(line => line.slice(11).trim())
      .join(' ')
      .trim(),
  ).toContain(text)
})

test('nothing yet', () => {
  expect(read([])[0]).toBe('Log   0 events, page 1 of 1')
})
