import { expect, test } from 'vitest'
import { endOf } from './examination.ts'

const epoch = (correct: number): object => ({ type: 'epoch', validation: { correct, total: 10, cost: 1 } })
const lines = (...events: object[]): string => events.map(event => `${JSON.stringify(event)}\n`).join('')

test('a training ends with its last epoch, or the one that was kept', () => {
  const finished = { type: 'finished', reason: 'done', sha256: 'ab' }
  const epochs = [{ type: 'started' }, epoch(3), epoch(8), epoch(7)]
  expect(endOf(lines(...epochs, finished))).toEqual({ correct: 7, total: 10, sha256: 'ab' })
  expect(endOf(lines(...epochs, { ...finished, kept: 1 }))).toEqual({ correct: 8, total: 10, sha256: 'ab' })
})

test('one that diverged has learned nothing, and one without an end is none', () => {
  const diverged = { type: 'finished', reason: 'diverged', sha256: 'ab' }
  expect(endOf(lines(epoch(3), diverged))).toEqual({ correct: 0, total: 10, sha256: 'ab' })
  expect(endOf(lines(epoch(3)))).toBeUndefined()
  expect(endOf('')).toBeUndefined()
})
