import { beforeEach, describe, expect, test } from 'vitest'
import { BLANK } from './drawing.ts'
import { Sketch } from './sketch.ts'

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
    sketch.penDown(a)
    sketch.penMoves([b, c])
    expect(sketch.drawing.strokes).toEqual([[a, b, c]])
    expect(sketch.isDrawing).toBe(true)
    sketch.penUp()
    expect(sketch.drawing.strokes).toEqual([[a, b, c]])
    expect(sketch.isDrawing).toBe(false)
    expect(changes).toBe(3)
  })

  test('draws nothing while the pen is up, and tells of no change that is none', () => {
    sketch.penMoves([a, b])
    sketch.penUp()
    sketch.undo()
    sketch.redo()
    sketch.clear()
    sketch.penDown(a)
    sketch.penMoves([a])
    expect(sketch.drawing.strokes).toEqual([[a]])
    expect(changes).toBe(1)
  })

  test('takes a stroke back as a whole, the one under the pen first', () => {
    sketch.penDown(a)
    sketch.penUp()
    sketch.penDown(b)
    sketch.penMoves([c])
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
