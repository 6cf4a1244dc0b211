import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { History } from './sketch.ts'

describe('history', () => {
  test('undoes what it did, and redoes what it undid', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.nat(20), (values, steps) => {
        const history = new History(-1)
        for (const value of values) history.change(value)
        for (let i = 0; i < steps; i++) history.undo()
        expect(history.current).toBe([-1, ...values][Math.max(0, values.length - steps)])
        expect(history.canUndo).toBe(steps < values.length)
        expect(history.canRedo).toBe(steps > 0)
        for (let i = 0; i < steps; i++) history.redo()
        expect(history.current).toBe(values.at(-1))
        expect(history.canRedo).toBe(false)
      }),
    )
  })

  test('forgets what was undone as soon as something else is done', () => {
    const history = new History('a')
    history.change('b')
    history.undo()
    history.change('c')
    history.redo()
    expect(history.current).toBe('c')
    history.undo()
    expect(history.current).toBe('a')
  })
})
