import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { History, Sketch } from './sketch.ts'
import { BLANK } from './stroke.ts'

let changes = 0
let sketch: Sketch
beforeEach(() => {
  changes = 0
  sketch = new Sketch(() => {
    changes++
  })
})

const a = { x: 0.2, y: 0.2 }
const b = { x: 0.4, y: 0.2 }
const c = { x: 0.4, y: 0.6 }

describe('a sketch', () => {
  test('shows the stroke under the pen at once', () => {
    const pen = sketch.penDown(a)
    pen.moves([b, c])
    expect(sketch.drawing.strokes).toEqual([[a, b, c]])
    expect(sketch.isDrawing).toBe(true)
    pen.up()
    expect(sketch.drawing.strokes).toEqual([[a, b, c]])
    expect(sketch.isDrawing).toBe(false)
    expect(changes).toBe(3)
  })

  test('tells of no change that is none', () => {
    sketch.penUp()
    sketch.undo()
    sketch.redo()
    sketch.clear()
    sketch.penDown(a).moves([a])
    expect(sketch.drawing.strokes).toEqual([[a]])
    expect(changes).toBe(1)
  })

  test.each<[string, () => void]>([
    ['lifted', () => sketch.penUp()],
    ['taken away by undo', () => sketch.undo()],
    ['taken away by another drawing', () => sketch.clear()],
    ['followed by another one', () => sketch.penDown(c)],
  ])('lets a pen draw no more once it is %s', (_, end) => {
    const pen = sketch.penDown(a)
    end()
    const { drawing, isDrawing } = sketch
    pen.moves([b])
    pen.up()
    expect(pen.isDown()).toBe(false)
    expect([sketch.drawing, sketch.isDrawing]).toEqual([drawing, isDrawing])
  })

  test('takes a stroke back as a whole, the one under the pen first', () => {
    sketch.penDown(a)
    sketch.penUp()
    sketch.penDown(b).moves([c])
    sketch.undo()
    expect(sketch.drawing.strokes).toEqual([[a]])
    expect(sketch.isDrawing).toBe(false)
    sketch.undo()
    expect(sketch.drawing).toEqual(BLANK)
    expect(sketch.canUndo).toBe(false)
    sketch.redo()
    expect(sketch.drawing.strokes).toEqual([[a]])
  })

  test('is cleared and restored', () => {
    const sample = new Uint8Array(784)
    sketch.replace({ sample, strokes: [] })
    sketch.penDown(a)
    sketch.clear()
    expect(sketch.drawing).toEqual(BLANK)
    sketch.undo()
    expect(sketch.drawing).toEqual({ sample, strokes: [[a]] })
  })
})

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
