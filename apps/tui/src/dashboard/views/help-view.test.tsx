import { expect, test } from 'vitest'
import { trainingState } from '../../../test/dashboard-states.ts'
import { FRAMES, PLAIN, readFrame } from '../../../test/frames.ts'
import { HelpView } from './footer.tsx'

test.each(FRAMES)('every key: %s', (_, { columns, rows, theme }) => {
  const view = <HelpView state={trainingState()} theme={theme} columns={columns} rows={rows - 7} />
  const lines = readFrame(view, columns, rows - 7)
  const keys = ['space', 'n, e', 'up, down', 's', 'r', 'x', 'left, right', '1 .. 7', 'Tab, Shift-Tab', '?']
  for (const key of [...keys, 'q, Ctrl-C', 'Ctrl-Z', 'any other key']) {
    expect(lines.filter(line => line.startsWith(`${key} `))).toHaveLength(1)
  }
  expect(lines).toContain('up, down        eta times 1.25, eta divided by 1.25')
})

test('what the views show, where there is room for it', () => {
  const view = (rows: number) => <HelpView state={trainingState()} theme={PLAIN} columns={80} rows={rows} />
  expect(readFrame(view(33), 80, 33).join('\n')).toContain('log             the events so far')
  expect(readFrame(view(17), 80, 17)).not.toContain('Views')
})
