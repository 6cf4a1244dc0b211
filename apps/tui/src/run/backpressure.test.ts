import { expect, test } from 'vitest'
import { Backpressure } from './training.ts'

const counter = () => new Int32Array(new SharedArrayBuffer(4))
const never = (): boolean => false
const tell = (backpressure: Backpressure, times: number): void => {
  for (let i = 0; i < times; i++) backpressure.onPost()
}

test('a few events may be on their way; of more some are waited for', async () => {
  const acknowledged = counter()
  const backpressure = new Backpressure(acknowledged)
  tell(backpressure, 200)
  await backpressure.wait(never)
  tell(backpressure, 1)
  let isKept = false
  const kept = backpressure.wait(never).then(() => {
    isKept = true
  })
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(isKept).toBe(false)
  Atomics.add(acknowledged, 0, 1)
  await kept
})

test('a counter that overflows goes on counting', async () => {
  const acknowledged = counter()
  const backpressure = new Backpressure(acknowledged)
  Atomics.sub(acknowledged, 0, 100)
  tell(backpressure, 100)
  await backpressure.wait(never)
})

test('nobody is waited for when the run is to end', async () => {
  const backpressure = new Backpressure(counter())
  tell(backpressure, 300)
  let isEnding = false
  const kept = backpressure.wait(() => isEnding)
  isEnding = true
  await kept
})
