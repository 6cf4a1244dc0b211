import { expect, test } from 'vitest'
import { Problem } from '../problem/problem.ts'
import { Budget } from './capacity.ts'

const KIB = 1024

test('takes as much as there is, and again once it is given back', () => {
  const budget = new Budget(1000 * KIB)
  const first = budget.open()
  first.take(700 * KIB)
  expect(() => budget.open().take(100 * KIB)).toThrow(Problem)
  expect(budget.held).toBe(700 * KIB)
  first.giveBack()
  first.giveBack()
  expect(budget.held).toBe(0)
  budget.open().take(700 * KIB)
})

test('what is refused is told to come again', () => {
  const refused = () => new Budget(KIB).open().take(2 * KIB)
  expect(refused).toThrow(
    expect.objectContaining({ status: 503, code: 'BUSY', headers: { 'Retry-After': '1' } }),
  )
})

test('large requests leave a quarter to small ones', () => {
  const budget = new Budget(1000 * KIB)
  const large = budget.open()
  large.take(700 * KIB)
  expect(() => large.take(60 * KIB)).toThrow(Problem)
  for (let i = 0; i < 5; i++) budget.open().take(60 * KIB)
  expect(() => budget.open().take(KIB)).toThrow(Problem)
})
