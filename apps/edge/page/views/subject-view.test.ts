import { expect, test } from 'vitest'
import type { ModelFacts } from '../predict/model-facts.ts'
import { commandFor, reasonOf, textsOf } from './subject-view.ts'

const DIGITS: ModelFacts = { line: '', sizes: [784, 10], subject: { kind: 'image', rows: 28, cols: 28 } }

test.each([
  [[20, 8, 3], /has 20 inputs and 3 outputs, .* Ask it by POST \/predict:$/],
  [[1, 10], /has 1 input and 10 outputs/],
  [[10, 1], /has 10 inputs and 1 output,/],
])('%j: %s', (sizes, reason) => {
  expect(reasonOf(sizes)).toMatch(reason)
})

test('a command for few inputs has them all, and one for many names a file', () => {
  const url = 'http://127.0.0.1:8787/predict'
  expect(commandFor(4, url)).toBe(
    `curl -d '{"image":[0.5,0,0.5,0],"scale":1}' -H 'Content-Type: application/json' ${url}`,
  )
  expect(commandFor(3072, url)).toMatch(/^# input\.raw holds 3072 bytes.*\ncurl --data-binary @input\.raw /)
})

test('only ten digits are called digits, by whatever names', () => {
  for (const classes of [undefined, [...'0123456789']]) {
    expect(textsOf({ ...DIGITS, classes })).toEqual({
      title: 'Draw a digit',
      intro: 'A small neural network predicts it while you draw.',
      prompt: '0–9',
      seen: 'What the network sees: 28 × 28 pixels',
    })
  }
  for (const other of [{ classes: [...'0123456798'] }, { sizes: [784, 26] }, { sizes: [784, 30, 9] }]) {
    expect(JSON.stringify(textsOf({ ...DIGITS, ...other }))).not.toMatch(/digit|0–9/)
  }
})

test('the size of the images is told across and down, and whether all of a picture is taken', () => {
  const image = { kind: 'image', rows: 20, cols: 12 } as const
  const facts = { ...DIGITS, sizes: [240, 2], subject: image }
  expect(textsOf(facts)).toMatchObject({
    intro: 'A small neural network predicts which of 2 classes it is while you draw.',
    seen: 'What the network sees: 12 × 20 pixels',
  })
  const whole = { ...facts, subject: { ...image, form: 'resized' } } as const
  expect(textsOf(whole).seen).toBe('What the network sees: 12 × 20 pixels, all of the pad or picture')
})

test('a form asks for the label of its table', () => {
  const columns = [{ name: 'petal length' }]
  const table = { kind: 'table', label: 'species', columns, means: [4], spreads: [2] } as const
  expect(textsOf({ ...DIGITS, sizes: [1, 3], subject: table })).toMatchObject({
    title: 'Predict: species',
    intro: 'A small neural network predicts which of 3 classes it is while you fill in the row.',
  })
})
