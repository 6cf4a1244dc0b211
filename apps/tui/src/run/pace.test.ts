import { expect, test } from 'vitest'
import { Pace } from './training.ts'

const counter = () => new Int32Array(new SharedArrayBuffer(4))
const tell = (pace: Pace, times: number): void => {
  for (let i = 0; i < times; i++) pace.tell()
}

test('a few events may be on their way; of more some are waited for', async () => {
  const heard = counter()
  const pace = new Pace(heard)
  tell(pace, 200)
  await pace.keep()
  tell(pace, 1)
  let isKept = false
  const kept = pace.keep().then(() => {
    isKept = true
  })
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(isKept).toBe(false)
  Atomics.add(heard, 0, 1)
  await kept
})

test('a counter that overflows goes on counting', async () => {
  const heard = counter()
  const pace = new Pace(heard)
  Atomics.sub(heard, 0, 100)
  tell(pace, 100)
  await pace.keep()
})
