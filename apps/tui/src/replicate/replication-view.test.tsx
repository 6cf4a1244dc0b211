import { renderToString } from 'ink'
import { expect, test } from 'vitest'
import { epoch, progress, started } from '../../test/events.ts'
import { jobsOf } from './jobs.ts'
import { ReplicationView } from './live-screen.tsx'
import {
  initialReplication,
  type ReplicationScreenEvent,
  replicationAfter,
  type ThreadEvent,
} from './messages.ts'

const jobs = jobsOf({ names: ['too-fast', 'hundred'], epochs: undefined, seeds: 2 })
const [tooFast, hundred = tooFast, next] = jobs
if (!tooFast || !hundred || !next) throw new Error('expected three jobs')
const begun = (job = tooFast): ReplicationScreenEvent => ({ type: 'begun', job })
const trained = (event: ThreadEvent, job = tooFast): ReplicationScreenEvent => ({
  type: 'trained',
  job,
  event,
})
const ended = trained({ type: 'ended', outcome: undefined })
const stopping = { type: 'stopping' } as const

function linesAfter(events: readonly ReplicationScreenEvent[], columns = 60, waiting = jobs): string[] {
  const state = events.reduce(replicationAfter, initialReplication)
  const paint = (_style: string, text: string): string => text
  const props = { jobs, waiting, state, glyphs: { done: '#', rest: '-' }, paint, columns }
  return renderToString(<ReplicationView {...props} />, { columns }).split('\n')
}

const TOO_FAST = ['', 'Experiment 1 of 2, too-fast: 784-15-10, eta 100']
const HUNDRED = ['', 'Experiment 2 of 2, hundred: eta 0.5, 30 epochs, seed 0']
const BAR = ' 38 % ##############------------------------ 11 of 30 epochs'
const STATUS = '    0:24 left   212,000 examples/s   cost 0.0432'
const remaining = { ...progress, elapsedSeconds: 10, remainingSeconds: 20 }

test.each<[string, ReplicationScreenEvent[], unknown[]]>([
  ['nothing has begun', [], ['']],
  ['begun', [begun()], [...TOO_FAST, 'Starting', '0 of 5 runs done']],
  ['training', [begun(), trained(progress)], [...TOO_FAST, BAR, STATUS, expect.stringContaining(' left')]],
  [
    'two side by side',
    [begun(), begun(hundred), trained(progress, hundred)],
    [...TOO_FAST, 'Starting', ...HUNDRED, BAR, STATUS, expect.stringMatching(/^0 of 5 runs done, about /)],
  ],
  [
    'the next one begins anew',
    [begun(), trained(progress), ended, begun(hundred)],
    [...HUNDRED, 'Starting', '1 of 5 runs done'],
  ],
  ['all are over', [begun(), trained(progress), ended], ['']],
  [
    'stopping',
    [begun(), trained(progress), stopping, trained(progress)],
    ['Stopping; Ctrl-C again quits at once'],
  ],
  ['stopping while loading', [stopping, begun()], ['Stopping; Ctrl-C again quits at once']],
])('%s', (_, events, lines) => {
  expect(linesAfter(events)).toEqual(lines)
})

test('an epoch that is complete moves the bar', () => {
  const lines = linesAfter([begun(), trained(started), trained({ ...epoch, epoch: 29, remainingSeconds: 0 })])
  expect(lines[2]).toMatch(/^100 % #+ /)
})

test('the time left counts the work of all runs, by the speed of those at hand', () => {
  // 784-100-10 of 50,000 + 10,000 images and 30 or 60 epochs: 30 s take 30 epochs, of which 18.5 are to come.
  const alone = [begun(hundred), trained(remaining, hundred)]
  const rest = 30 * (1 - 11.5 / 30)
  const lineOf = (waiting: typeof jobs): string | undefined => linesAfter(alone, 60, waiting).at(-1)
  expect(lineOf([hundred])).toBe(`4 of 5 runs done, about 0:${Math.round(rest)} left`)
  expect(lineOf([hundred, next])).toBe(`3 of 5 runs done, about 0:${Math.round(rest + 30)} left`)
})

test.each([120, 40, 20, 10, 1])('no line is longer than %d columns', columns => {
  const lines = linesAfter([begun(), trained(progress), begun(hundred)], columns)
  expect(lines).toHaveLength(8)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
})
