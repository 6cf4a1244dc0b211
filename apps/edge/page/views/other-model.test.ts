import { expect, test } from 'vitest'
import { commandFor, reasonOf } from './other-model.ts'

test.each([
  [[784, 10], undefined],
  [[784, 200, 10], undefined],
  [[20, 8, 3], /has 20 inputs and 3 outputs\. Ask it by POST \/predict:$/],
  [[784, 30, 26], /has 784 inputs and 26 outputs/],
  [[1, 10], /has 1 input and 10 outputs/],
  [[10, 1], /has 10 inputs and 1 output\./],
])('%j', (sizes, reason) => {
  if (reason) expect(reasonOf(sizes)).toMatch(reason)
  else expect(reasonOf(sizes)).toBeUndefined()
})

test('a command for few inputs has them all, and one for many names a file', () => {
  const url = 'http://127.0.0.1:8787/predict'
  expect(commandFor(4, url)).toBe(
    `curl -d '{"image":[0.5,0,0.5,0],"scale":1}' -H 'Content-Type: application/json' ${url}`,
  )
  expect(commandFor(3072, url)).toMatch(/^# input\.raw holds 3072 bytes.*\ncurl --data-binary @input\.raw /)
})
