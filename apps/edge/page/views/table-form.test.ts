import type { Table } from '@gradus/core/predict'
import { describe, expect, test } from 'vitest'
import { contentOf } from './table-form.ts'

const columns = ['a', 'b', 'constructor', 'd', 'e'].map(name => ({ name }))
const table: Table = { kind: 'table', label: 'y', columns, means: [1, 0, 0, 0, 0], spreads: [2, 1, 1, 1, 1] }

describe('the content of a form', () => {
  test.each([
    [{}, false, 'Nothing filled in yet'],
    [{}, true, 'Nothing filled in yet'],
    [{ a: 1, constructor: 2, e: 3 }, false, 'Still to fill in: b, d'],
    [{ d: 1 }, false, 'Still to fill in: a, b, constructor and 1 more'],
  ])('%j, filled: %j', (row, fill, note) => {
    expect(contentOf({ ...table, fill }, row)).toEqual({ note })
  })

  test('is a question once all is there, or where the model fills the rest', () => {
    const row = { a: 5, b: 1, constructor: 2, d: 3, e: 4 }
    expect(contentOf(table, row)).toEqual({ question: { input: Float64Array.of(2, 1, 2, 3, 4), row } })
    const filled = contentOf({ ...table, fill: true }, { b: 7 })
    expect(filled).toEqual({ question: { input: Float64Array.of(0, 7, 0, 0, 0), row: { b: 7 } } })
  })

  test('names the column of a value that is none, and what was expected', () => {
    const colours = {
      ...table,
      columns: [{ name: 'colour', values: ['blue', 'red'] }],
      means: [0, 0],
      spreads: [1, 1],
    }
    expect(contentOf(colours, { colour: 'green' })).toMatchObject({
      note: 'No prediction',
      error: { column: 'colour' },
      text: 'Expected one of "blue", "red".',
    })
  })
})
