import { expect, test } from 'vitest'
import { type Examined, gradeOf, type Verdict } from './grading.ts'

const healthy: Verdict = { isIll: false, named: [], accuracy: 0.9, cures: [], spent: 1 }
const ill = (...named: Verdict['named']): Verdict => ({ ...healthy, isIll: true, named })
const cured = (isReached: boolean | undefined): Verdict => ({
  ...ill('epochs'),
  cures: [{ change: 'more epochs', accuracy: 0.9, isReached }],
})
const one = (verdict: Verdict, twin = healthy): Examined => ({
  ...{ name: 'a', seed: 0, truth: 'epochs', ill: verdict, twin },
})

test('a fault that is named is found, whatever else is named beside it', () => {
  const { found, faults, positives, recall, precision } = gradeOf([
    one(ill('start', 'epochs')),
    one(ill('epochs')),
  ])
  expect({ found, faults, positives, recall }).toEqual({ found: 2, faults: 2, positives: 3, recall: 1 })
  expect(precision).toBeCloseTo(2 / 3)
})

test('one that is not named, or taken for another, is missed', () => {
  const grade = gradeOf([one(healthy), one(ill()), one(ill('labels')), one(ill('epochs'))])
  expect(grade).toMatchObject({ found: 1, faults: 4, positives: 2, recall: 0.25, precision: 0.5, alarms: 0 })
})

test.each([
  ['with a cause', ill('start'), 1],
  ['with two', ill('start', 'epochs'), 2],
  ['without one', ill(), 1],
  ['not at all', healthy, 0],
])('a twin that is called ill %s counts against precision', (_, twin, wrong) => {
  const { positives, alarms, recall } = gradeOf([one(ill('epochs'), twin)])
  expect({ positives, alarms, recall }).toEqual({
    positives: 1 + wrong,
    alarms: wrong > 0 ? 1 : 0,
    recall: 1,
  })
})

test('commands are counted where a cure has one', () => {
  const all = [true, false, undefined].map(isReached => one(cured(isReached)))
  expect(gradeOf(all)).toMatchObject({ reached: 1, commands: 2 })
})

test('nothing named is precise', () => {
  expect(gradeOf([one(healthy)])).toMatchObject({ recall: 0, precision: 1 })
})
