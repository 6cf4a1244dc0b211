import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Pointer, PointerPen } from './pointer-input.ts'
import { Sketch } from './sketch.ts'

const MOUSE: Pointer = {
  pointerId: 1,
  pointerType: 'mouse',
  isPrimary: true,
  button: 0,
  buttons: 1,
  timeStamp: 5000,
}
const FINGER: Pointer = { ...MOUSE, pointerId: 2, pointerType: 'touch' }
const SECOND_FINGER: Pointer = { ...FINGER, pointerId: 3, isPrimary: false }
const PEN: Pointer = { ...MOUSE, pointerId: 4, pointerType: 'pen' }
const UP = { button: -1, buttons: 0 }

const a = { x: 0.2, y: 0.2 }
const b = { x: 0.4, y: 0.2 }
const c = { x: 0.4, y: 0.6 }

let sketch: Sketch
let pen: PointerPen
beforeEach(() => {
  sketch = new Sketch(() => {})
  pen = new PointerPen(sketch)
})

describe('the pen that a pointer moves', () => {
  test('draws from press to release', () => {
    pen.move(MOUSE, [c])
    expect(pen.press(MOUSE, a)).toBe(true)
    pen.move(MOUSE, [b, c])
    expect(pen.isDown).toBe(true)
    pen.release(MOUSE.pointerId)
    pen.move(MOUSE, [a])
    expect(sketch.drawing.strokes).toEqual([[a, b, c]])
    expect([pen.isDown, sketch.isDrawing]).toEqual([false, false])
  })

  test.each([
    ['a move with no button down', () => pen.move({ ...MOUSE, ...UP }, [c])],
    ['a move with another button down', () => pen.move({ ...MOUSE, buttons: 2 }, [c])],
    ['word that nobody has the pointer any longer', () => pen.release()],
  ])('is lifted by %s, and the next press works', (_, end) => {
    pen.press(MOUSE, a)
    pen.move(MOUSE, [b])
    end()
    expect(sketch.isDrawing).toBe(false)
    pen.move(MOUSE, [c])
    expect(pen.press(MOUSE, c)).toBe(true)
    pen.move(MOUSE, [b])
    expect(sketch.drawing.strokes).toEqual([
      [a, b],
      [c, b],
    ])
  })

  test.each([
    ['the same mouse', MOUSE, MOUSE],
    ['the same pen', PEN, PEN],
    ['another first finger', FINGER, { ...FINGER, pointerId: 9 }],
  ])('begins anew at a second press without a release: %s', (_, first, second) => {
    pen.press(first, a)
    expect(pen.press(second, b)).toBe(true)
    pen.move(second, [c])
    expect(sketch.drawing.strokes).toEqual([[a], [b, c]])
  })

  test('gives way to another pointer once nothing has been heard of its own for a second', () => {
    pen.press(FINGER, a)
    pen.move({ ...FINGER, timeStamp: 6000 }, [b])
    expect(pen.press({ ...MOUSE, timeStamp: 7000 }, c)).toBe(false)
    expect(pen.press({ ...SECOND_FINGER, timeStamp: 8000 }, c)).toBe(false)
    expect(pen.press({ ...MOUSE, timeStamp: 7001 }, c)).toBe(true)
    pen.release(FINGER.pointerId)
    pen.move(MOUSE, [b])
    expect(sketch.drawing.strokes).toEqual([
      [a, b],
      [c, b],
    ])
  })

  test.each([
    ['a second finger', FINGER, SECOND_FINGER],
    ['a palm beside the pen', PEN, FINGER],
    ['a pen that hovers beside the finger', FINGER, { ...PEN, ...UP }],
    ['a mouse beside the finger', FINGER, MOUSE],
  ])('is not disturbed by %s', (_, first, other) => {
    pen.press(first, a)
    expect(pen.press(other, c)).toBe(false)
    pen.move(other, [c])
    pen.release(other.pointerId)
    pen.move(first, [b])
    expect(sketch.drawing.strokes).toEqual([[a, b]])
    expect(pen.isDown).toBe(true)
  })

  test.each([1, 2, 3, 4, 5])('is not put down by button %i', button => {
    expect(pen.press({ ...MOUSE, button, buttons: 2 }, a)).toBe(false)
    pen.move({ ...MOUSE, buttons: 2 }, [b])
    expect(sketch.drawing.strokes).toEqual([])
  })

  test('never draws without a button down, whatever comes in whatever order', () => {
    const pointers = fc.constantFrom(MOUSE, FINGER, SECOND_FINGER, PEN, { ...MOUSE, button: 2, buttons: 2 })
    const steps = fc.tuple(fc.constantFrom('press', 'move', 'hover', 'release', 'lost'), pointers)
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 60 }), all => {
        sketch = new Sketch(() => {})
        pen = new PointerPen(sketch)
        for (const [step, pointer] of all) {
          if (step === 'press') pen.press(pointer, a)
          else if (step === 'move') pen.move(pointer, [b])
          else if (step === 'hover') pen.move({ ...pointer, buttons: 0 }, [c])
          else pen.release(step === 'lost' ? undefined : pointer.pointerId)
          expect(sketch.isDrawing).toBe(pen.isDown)
        }
        expect(sketch.drawing.strokes.flat()).not.toContain(c)
        pen.release()
        expect(pen.press(MOUSE, a)).toBe(true)
      }),
    )
  })
})
