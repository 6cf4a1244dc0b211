import { expect, it } from 'vitest'
import { quadrantsRun } from '../test/runs.ts'
import { stepOf } from './step.ts'

it('the best step on its line is the same whatever eta is, to a factor of 2, and tells how far off eta is', () => {
  const steps = [0.001, 1, 300].map(eta => {
    const { spec, train } = quadrantsRun({ eta })
    return stepOf(spec, train)
  })
  const bests = steps.map(step => step?.best ?? 0)
  expect(Math.max(...bests) / Math.min(...bests)).toBeLessThan(2)
  expect(steps.map(step => step?.ratio)).toEqual([2 ** -10, 1, 2 ** 9])
})

it('another optimiser does not step along the gradient', () => {
  const { spec, train } = quadrantsRun({ optimiser: 'adam', eta: 0.001 })
  expect(stepOf(spec, train)).toBeUndefined()
})
