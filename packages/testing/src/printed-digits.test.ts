import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { type PrintedDigit, type PrintedPart, printedDigits } from './printed-digits.ts'

const digitsOf = (part: PrintedPart): PrintedDigit[] =>
  printedDigits(part, file => {
    const { width, data } = decode(file)
    return { width, data: Uint8Array.from(data) }
  })

const FACES: readonly (readonly [part: PrintedPart, faces: number])[] = [
  ['training', 41],
  ['validation', 18],
  ['final', 9],
]

describe.each(FACES)('the part %s', (part, faces) => {
  const digits = digitsOf(part)

  it(`has ten digits of each of ${faces} faces`, () => {
    expect(new Set(digits.map(({ font }) => font)).size).toBe(faces)
    expect(digits.map(({ label }) => label)).toEqual(digits.map((_, i) => i % 10))
    expect(digits).toHaveLength(10 * faces)
  })

  it('has each digit whole in its own cell, black in the middle of white', () => {
    for (const { font, label, width, height, data } of digits) {
      let ink = 0
      data.forEach((value, i) => {
        const [x, y] = [i % width, Math.floor(i / width)]
        const isEdge = x === 0 || y === 0 || x === width - 1 || y === height - 1
        if (isEdge && value < 255) expect.fail(`${font}: the ${label} leaves its cell`)
        if (value < 128) ink++
      })
      expect(ink, `ink of the ${label} of ${font}`).toBeGreaterThan(50)
    }
  })
})

it('has no family in two parts', () => {
  // A family's faces begin alike.
  const families = FACES.flatMap(([part]) => [...new Set(digitsOf(part).map(({ font }) => font.slice(0, 5)))])
  expect(families).toEqual([...new Set(families)])
})
