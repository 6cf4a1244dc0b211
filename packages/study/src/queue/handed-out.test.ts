import type { Job, StudyEvent } from '@gradus/study'
import { beforeEach, expect, test } from 'vitest'
import type { Entry } from './box.ts'
import { HandedOut } from './handed-out.ts'
import { errandId, messages, type ToldEpochs } from './messages.ts'

const job: Job = { trial: 1, seed: 0, rung: 0 }
const errand = { job, first: undefined }
let events: StudyEvent[]
let handed: HandedOut
beforeEach(() => {
  events = []
  handed = new HandedOut(event => events.push(event))
  handed.add(errand, 1000)
})

/** The job as it lies in the queue. */
function entry(worker: string, epochs: ToldEpochs = [], first?: string): Entry {
  const id = errandId({ job, first })
  return { id, data: {}, progress: messages.epochs.write(epochs), worker, deaths: 0, problem: '' }
}

test('a worker, its epochs and its end are told once', () => {
  handed.watch([entry('a')])
  handed.watch([entry('a', [[0, 30]])])
  handed.watch([
    entry('a', [
      [0, 30],
      [2, 35],
    ]),
  ])
  handed.take(errand, 'a')
  expect(events).toEqual([
    { type: 'begun', job, worker: 'a' },
    { type: 'epoch', job, worker: 'a', epoch: 0, correct: 30 },
    { type: 'epoch', job, worker: 'a', epoch: 2, correct: 35 },
  ])
  expect([handed.size, handed.bytes, handed.has(errand)]).toEqual([0, 0, false])
})

test('a result from a worker that was never seen tells of its beginning', () => {
  handed.take(errand, 'quick')
  expect(events).toEqual([{ type: 'begun', job, worker: 'quick' }])
})

test('a job that is let go of is told, and begins again with another worker', () => {
  handed.watch([entry('a', [[0, 30]])])
  handed.noticeReturned([entry('a')])
  expect(events).toHaveLength(2)
  handed.noticeReturned([])
  handed.noticeReturned([])
  handed.watch([entry('b', [[0, 30]])])
  expect(events.slice(2)).toEqual([
    { type: 'given-back', job, worker: 'a' },
    { type: 'begun', job, worker: 'b' },
    { type: 'epoch', job, worker: 'b', epoch: 0, correct: 30 },
  ])
})

test('jobs that the queue has no more are forgotten', () => {
  handed.forgetLost([entry('a')])
  expect([handed.has(errand), handed.bytes]).toEqual([true, 1000])
  handed.forgetLost([])
  expect(handed.has(errand)).toBe(false)
})

test('a worker is lonely while it alone was heard of, and its outcome waits for another one', () => {
  expect(handed.isLonely(-1)).toBe(false)
  handed.add({ job, first: 'a' }, 0)
  expect([handed.isLonely(-1), handed.isLonely(60_000)]).toEqual([true, false])
  // It has the job in its hands, and may not verify itself.
  handed.watch([entry('a', [], 'a')])
  expect([handed.isLonely(-1), events]).toEqual([true, []])
  handed.watch([entry('b', [], 'a')])
  expect(handed.isLonely(-1)).toBe(false)
})
