import { useFolder } from '@gradus/testing/folders'
import { describe, expect, test } from 'vitest'
import { outcomeOf, smallPlan } from '../../test/studies.ts'
import { Course } from '../course.ts'
import { StudyError } from '../errors.ts'
import type { Job } from '../plan.ts'
import { isChosen, Verification } from './verification.ts'

const folder = useFolder('test')
const JOBS: readonly Job[] = Array.from({ length: 4000 }, (_, i) => ({
  trial: i >> 2,
  seed: i & 1,
  rung: (i >> 1) & 1,
}))

const chosen = (share: number, seed = '7'): Job[] => JOBS.filter(job => isChosen({ seed }, job, share))

describe('jobs to verify', () => {
  test.each([0, 0.05, 0.5, 1])('are a share of %d of all', share => {
    expect(Math.abs(chosen(share).length / JOBS.length - share)).toBeLessThan(0.02)
  })

  test('are the same for everybody, and others for another seed', () => {
    expect(chosen(0.1)).toEqual(chosen(0.1))
    expect(chosen(0.1)).not.toEqual(chosen(0.1, '8'))
  })

  test('stay chosen when the share grows', () => {
    const more = new Set(chosen(0.3))
    expect(chosen(0.1).every(job => more.has(job))).toBe(true)
  })
})

/** A course whose first rung has two outcomes. */
function begun(): Course {
  const plan = smallPlan()
  const course = new Course(plan)
  for (const trial of [0, 4]) course.take(outcomeOf(plan, trial, 0, 30))
  return course
}

test('outcomes wait until a second worker had the same, also when the study goes on later', async () => {
  const course = begun()
  const store = { folder: folder.path, plan: course.plan, course }
  const first = await Verification.open(store, 1)
  expect([...first.waiting.keys()]).toEqual(['0.0.0', '4.0.0'])
  await first.settle({ trial: 4, seed: 0, rung: 0 })
  first.expect(outcomeOf(course.plan, 5, 0, 20))
  expect([...first.waiting.keys()]).toEqual(['0.0.0', '5.0.0'])
  expect([...(await Verification.open(store, 1)).waiting.keys()]).toEqual(['0.0.0'])
  expect((await Verification.open(store, 0)).waiting.size).toBe(0)
})

test.each([-0.1, 1.5, Number.NaN])('%d is no share', async share => {
  const course = begun()
  const opened = Verification.open({ folder: folder.path, plan: course.plan, course }, share)
  await expect(opened).rejects.toThrow(StudyError)
  await expect(opened).rejects.toThrow(`verify is ${share}: expected a share of 0 .. 1, such as 0.05.`)
})
