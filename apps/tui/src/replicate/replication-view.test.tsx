import { renderToString } from 'ink'
import { expect, test } from 'vitest'
import { epoch, progress, started } from '../../test/events.ts'
import { ReplicationView } from './live-screen.tsx'
import { initialReplication, type ReplicationScreenEvent, replicationAfter } from './messages.ts'

const begun = (name: 'wide' | 'too-fast') => ({ type: 'begun', name }) as const
const stopping = { type: 'stopping' } as const
const props = {
  names: ['wide', 'too-fast'] as const,
  glyphs: { done: '#', rest: '-' },
  paint: (_style: string, text: string) => text,
}

function linesAfter(events: readonly ReplicationScreenEvent[], columns = 60): string[] {
  const state = events.reduce(replicationAfter, initialReplication)
  return renderToString(<ReplicationView {...props} state={state} columns={columns} />, { columns }).split(
    '\n',
  )
}

const BAR = ' 38 % ##############------------------------ 11 of 30 epochs'
const STATUS = '    0:24 left   212,000 examples/s   cost 0.0432'

test.each<[string, ReplicationScreenEvent[], string[]]>([
  ['loading', [], ['Loading MNIST']],
  ['begun', [begun('wide')], ['', 'Experiment 1 of 2, wide: 784-100-10, eta 3', 'Starting']],
  [
    'an epoch',
    [begun('wide'), started, { ...epoch, epoch: 29, remainingSeconds: 0 }],
    [
      '',
      'Experiment 1 of 2, wide: 784-100-10, eta 3',
      '100 % ###################################### 30 of 30 epochs',
      '    0:00 left   167,000 examples/s   cost 0.150',
    ],
  ],
  ['training', [begun('wide'), progress], ['', 'Experiment 1 of 2, wide: 784-100-10, eta 3', BAR, STATUS]],
  [
    'the next experiment begins anew',
    [begun('wide'), progress, begun('too-fast')],
    ['', 'Experiment 2 of 2, too-fast: 784-15-10, eta 100', 'Starting'],
  ],
  ['stopping', [begun('wide'), progress, stopping, progress], ['Stopping; Ctrl-C again quits at once']],
  ['stopping while loading', [stopping, begun('wide')], ['Stopping; Ctrl-C again quits at once']],
  ['failed', [{ type: 'failed', message: '', usage: false }], ['']],
])('%s', (_, events, lines) => {
  expect(linesAfter(events)).toEqual(lines)
})

test.each([120, 40, 20, 10, 1])('no line is longer than %d columns', columns => {
  const lines = linesAfter([begun('wide'), progress], columns)
  expect(lines).toHaveLength(4)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
})
