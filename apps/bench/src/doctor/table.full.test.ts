import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import { Bedside } from './examination.ts'
import { gradeOf } from './grading.ts'
import { SET_UPS } from './set-ups.ts'

const ROWS = ['digits-100', 'iris-slow', 'parity-none', 'clouds-decay']
const folder = useFolder()

test('four faults are named and cured by the command, and their twins are healthy', async () => {
  const setUps = SET_UPS.filter(({ name }) => ROWS.includes(name))
  const examined = await Promise.all(
    setUps.map(setUp => Bedside.with(setUp, 0, bedside => bedside.examine(`${folder.path}/${setUp.name}`))),
  )
  const { recall, precision, alarms, commands, reached } = gradeOf(examined)
  expect({ rows: examined.length, recall, precision, alarms }).toEqual({
    ...{ rows: 4, recall: 1, precision: 1, alarms: 0 },
  })
  expect(commands).toBeGreaterThanOrEqual(3)
  expect(reached).toBe(commands)
})
