import { beforeEach, describe, expect, test } from 'vitest'
import { KeyPen } from './key-pen.ts'
import { Sketch } from './sketch.ts'
import { BLANK } from './stroke.ts'

let said: string[]
let sketch: Sketch
let pen: KeyPen
/** Milliseconds: a tenth of a second passes from key to key. */
let time: number
beforeEach(() => {
  time = 0
  said = []
  sketch = new Sketch(() => {})
  pen = new KeyPen(sketch, { width: 1, height: 1 }, text => said.push(text))
})

function press(key: string, held: { readonly shift?: boolean } = {}): boolean {
  time += 100
  return pen.press(key, time, held)
}

/** Presses and releases keys, one after another. */
function type(...keys: string[]): void {
  for (const key of keys) {
    press(key)
    pen.release(key)
  }
}

describe('the pen that keys move', () => {
  test('moves by a pixel of the network’s image, and by four with Shift', () => {
    const { x, y } = pen.at
    type('ArrowRight', 'ArrowDown')
    expect(pen.at.x).toBeCloseTo(x + 1 / 28, 12)
    expect(pen.at.y).toBeCloseTo(y + 1 / 28, 12)
    press('ArrowLeft', { shift: true })
    expect(pen.at.x).toBeCloseTo(x - 3 / 28, 12)
    expect(sketch.drawing).toEqual(BLANK)
  })

  test('goes diagonally while two arrows are held', () => {
    const { x, y } = pen.at
    press('ArrowRight')
    press('ArrowDown')
    expect(pen.at.x).toBeCloseTo(x + 2 / 28, 12)
    expect(pen.at.y).toBeCloseTo(y + 1 / 28, 12)
  })

  test('stays on the pad', () => {
    type(...Array(40).fill('ArrowUp'), ...Array(40).fill('ArrowLeft'))
    expect(pen.at).toEqual({ x: 0, y: 0 })
  })

  test('draws between two presses of Space, and says so', () => {
    const start = pen.at
    type(' ', 'ArrowDown', 'ArrowDown', ' ', 'ArrowRight')
    expect(sketch.drawing.strokes).toHaveLength(1)
    expect(sketch.drawing.strokes[0]).toHaveLength(3)
    expect(sketch.drawing.strokes[0]?.[0]).toEqual(start)
    expect(said).toEqual(['Pen down', 'Pen up'])
  })

  test('makes a dot by Enter, is lifted by Escape, and clears by Delete', () => {
    type('Enter')
    expect(sketch.drawing.strokes).toEqual([[pen.at]])
    expect(sketch.isDrawing).toBe(false)
    type(' ', 'Escape')
    expect(sketch.isDrawing).toBe(false)
    type('Delete')
    expect(sketch.drawing).toEqual(BLANK)
  })

  test('leaves other keys to the page', () => {
    expect(press('Tab')).toBe(false)
    expect(pen.isShown).toBe(false)
    expect(press('ArrowUp')).toBe(true)
    expect(pen.isShown).toBe(true)
  })

  test('is lifted and hidden when it is left, and no arrow stays pressed', () => {
    press(' ')
    press('ArrowRight')
    pen.leave()
    expect([sketch.isDrawing, pen.isShown]).toEqual([false, false])
    const { x } = pen.at
    type('ArrowDown')
    expect(pen.at.x).toBe(x)
  })

  test('takes an arrow whose release was lost for released after a second, or once told that none is held', () => {
    press('ArrowRight')
    const { x } = pen.at
    time += 1000
    type('ArrowDown')
    expect(pen.at.x).toBe(x)
    press('ArrowRight')
    pen.releaseAll()
    type('ArrowDown')
    expect(pen.at.x).toBeCloseTo(x + 1 / 28, 12)
  })

  test('goes on diagonally while one of two held arrows repeats', () => {
    press('ArrowRight')
    const { x } = pen.at
    for (let i = 0; i < 12; i++) press('ArrowDown')
    expect(pen.at.x).toBeCloseTo(x + 12 / 28, 12)
  })

  test('leaves the stroke of another pen alone', () => {
    const other = sketch.penDown({ x: 0, y: 0 })
    type('ArrowDown', 'Escape')
    pen.leave()
    expect(other.isDown()).toBe(true)
    expect(sketch.drawing.strokes).toEqual([[{ x: 0, y: 0 }]])
  })
})

test('on a tall pad the pen begins in the middle, and stays on it', () => {
  pen = new KeyPen(sketch, { width: 0.6, height: 1 }, () => {})
  expect(pen.at).toEqual({ x: 0.3, y: 0.25 })
  for (let i = 0; i < 40; i++) type('ArrowRight', 'ArrowDown')
  expect(pen.at).toEqual({ x: 0.6, y: 1 })
})
