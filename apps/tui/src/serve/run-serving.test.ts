import { expect, test } from 'vitest'
import { otherInputs } from './run-serving.ts'

const NOTHING = { image: undefined, rows: undefined }
const IMAGE = { kind: 'image', rows: 20, cols: 12 } as const
const SCALE = { means: [4], spreads: [2] }
const TABLE = { kind: 'table', label: 'species', columns: [{ name: 'length' }], ...SCALE } as const

test.each([[{ ...NOTHING, image: IMAGE, sizes: [240, 3] }], [{ ...NOTHING, rows: TABLE, sizes: [1, 3] }]])(
  'of a model with a pad or a form nothing is said: %j',
  model => {
    expect(otherInputs(model)).toBeUndefined()
  },
)

test.each([
  [{ ...NOTHING, sizes: [20, 8, 10] }, '20 inputs'],
  [{ ...NOTHING, rows: { kind: 'standard', ...SCALE } as const, sizes: [1, 2] }, '1 input'],
])('of %j it is said who can ask', (model, inputs) => {
  expect(otherInputs(model)).toBe(
    `This model does not say how a drawing or a row becomes its ${inputs}: the page cannot ask it. Ask by POST /predict.`,
  )
})
