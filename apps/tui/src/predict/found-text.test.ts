import type { FoundInk } from '@gradus/data'
import { describe, expect, test } from 'vitest'
import { foundJson, foundLines } from './found-text.ts'
import type { Canvas } from './prediction-text.ts'

const canvas: Canvas = { columns: 60, unicode: true, bar: '#', paint: (_, text) => text }

/** The marks of a drawing: `#` is ink, `x` was dropped. */
function found(...rows: readonly string[]): FoundInk {
  const marks = Uint8Array.from(rows.join(''), mark => '.#x'.indexOf(mark))
  return { width: rows[0]?.length ?? 0, height: rows.length, marks, polarity: 'dark-on-light' }
}

const small = found('x....', '..#..', '..##.', '..#x.', '.....')

test('ink and what was dropped, two rows a line', () => {
  expect(foundLines(small, canvas)).toEqual([
    'Found in 5 x 5 pixels: dark ink on light; what is marked x',
    'was dropped.',
    'x.▄..',
    '..█▀.',
    '.....',
    'The network gets:',
  ])
  const ascii = foundLines(
    { ...small, polarity: 'light-on-dark' },
    { ...canvas, columns: 90, unicode: false },
  )
  expect(ascii).toEqual([
    'Found in 5 x 5 pixels: light ink on dark; what is marked x was dropped.',
    ...['x.#..', '..##.', '.....'],
    'The network gets:',
  ])
  expect(foundLines(found('.#', '..'), { ...canvas, columns: 90 })[0]).toBe(
    'Found in 2 x 2 pixels: dark ink on light; nothing was dropped.',
  )
})

test('each in its colour', () => {
  const paint = (style: string, text: string): string => `<${style}>${text}</>`
  const lines = foundLines(small, { ...canvas, paint })
  expect(lines[2]).toBe('<yellow>x</><dim>.</><green>▄</><dim>..</>')
})

describe('a large picture is scaled down', () => {
  const side = 300
  const marks = new Uint8Array(side * side)
  // A stroke of one pixel, and a speck of one.
  for (let y = 40; y < 260; y++) marks[y * side + 150] = 1
  marks[5 * side + 290] = 2
  const large: FoundInk = { width: side, height: side, marks, polarity: 'dark-on-light' }

  test.each([40, 60, 200])('to %d columns, and a stroke and a speck of one pixel stay', columns => {
    const lines = foundLines(large, { ...canvas, columns })
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
    const drawn = lines.filter(line => line.startsWith('.'))
    expect(Math.max(...drawn.map(line => line.length))).toBe(Math.min(columns, 56))
    expect(drawn.length).toBeGreaterThan(18)
    expect(drawn.length).toBeLessThan(29)
    const speck = drawn.findIndex(line => line.includes('x'))
    expect(speck).toBe(0)
    expect(drawn[0]?.indexOf('x')).toBeGreaterThan(0.9 * (drawn[0]?.length ?? 0))
    const inked = drawn.filter(line => line.includes('█'))
    expect(inked.length).toBeGreaterThan(0.6 * drawn.length)
  })

  test('whatever its shape', () => {
    const wide: FoundInk = { ...large, width: 3000, height: 30 }
    const tall: FoundInk = { ...large, width: 30, height: 3000 }
    expect(foundLines(wide, { ...canvas, columns: 100 })).toHaveLength(3)
    expect(foundLines(tall, { ...canvas, columns: 100 })).toHaveLength(30)
  })
})

test('what no ink is looked for in', () => {
  expect(foundLines('raw', canvas)).toEqual(['No ink is looked for: the network gets the image as it is.'])
  expect(foundLines('resized', { ...canvas, columns: 40 })).toEqual([
    'No ink is looked for: the network gets',
    'the whole picture, resized.',
  ])
})

test('for programs, the pixels and the box around the ink', () => {
  const box = { left: 2, top: 1, width: 2, height: 3 }
  expect(foundJson(small)).toEqual({
    width: 5,
    height: 5,
    polarity: 'dark-on-light',
    ink: 4,
    dropped: 2,
    box,
  })
})
