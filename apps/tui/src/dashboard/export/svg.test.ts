import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { epoch, untestedEpoch } from '../../../test/events.ts'
import { historyCsv, historyJson } from './export.tsx'
import { svgOf } from './svg.ts'

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
}

/** The elements of a document, by a parser that takes nothing but well-formed XML. */
function elementsOf(xml: string): Element[] {
  const elements: Element[] = []
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes, text: '' }))
  parser.on('text', text => {
    const last = elements.at(-1)
    if (last) last.text += text
  })
  parser.write(xml).close()
  return elements
}

const draw = (frame: string): Element[] =>
  elementsOf(svgOf(frame, { columns: 20, rows: 2, title: 'A "title" & <b>' }))
const texts = (elements: readonly Element[]): Element[] => elements.filter(({ name }) => name === 'text')
/** Beyond the background. */
const rects = (elements: readonly Element[]): Element[] =>
  elements.filter(({ name }) => name === 'rect').slice(1)

const round = (pixels: number): number => Math.round(100 * pixels) / 100
const numberIn = (element: Element | undefined, attribute: string): number =>
  Number(new Map(Object.entries(element?.attributes ?? {})).get(attribute))

describe('svgOf', () => {
  test('writes text where it stands, escaped', () => {
    const elements = draw('  a < b & "c"\n\u001B[1;38;2;1;2;3mbold\u001B[0m plain')
    expect(texts(elements).map(({ text }) => text.trim())).toEqual(['a < b & "c"', 'bold', 'plain'])
    const [first, bold, plain] = texts(elements)
    expect(numberIn(first, 'x')).toBeCloseTo(12 + 2 * 8.4)
    expect(bold?.attributes).toMatchObject({ 'font-weight': 'bold', fill: '#010203' })
    expect(numberIn(plain, 'x')).toBeCloseTo(12 + 5 * 8.4)
    expect(Object.keys(plain?.attributes ?? {})).not.toContain('fill')
    expect(numberIn(bold, 'y')).toBeGreaterThan(numberIn(first, 'y'))
    expect(elements.find(({ name }) => name === 'style')?.text.trim()).toBe('text{white-space:pre}')
  })

  test('draws blocks instead of writing them, in both colours of a cell', () => {
    const elements = draw('\u001B[38;2;255;0;0;48;2;0;0;255m▀\u001B[0m█')
    expect(texts(elements)).toEqual([])
    expect(rects(elements).map(({ attributes: { fill, height } }) => [fill, Number(height)])).toEqual([
      ['#0000ff', 17],
      ['#ff0000', 8.5],
      ['#d7dae0', 17],
    ])
  })

  test('draws the dots of braille, each in its place', () => {
    const elements = draw(' \u{2801}\u{28C0}')
    expect(texts(elements)).toEqual([])
    const [path] = elements.filter(({ name }) => name === 'path')
    const places = [
      ...String(new Map(Object.entries(path?.attributes ?? {})).get('d')).matchAll(/M([\d.]+) ([\d.]+)/g),
    ].map(([, x, y]) => [Number(x), Number(y)])
    const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = [], [x3 = 0, y3 = 0] = []] = places
    expect(places).toHaveLength(3)
    // The top left dot of the second cell, and the lowest two of the third.
    expect([x1 > 12 + 8.4, x1 < 12 + 1.5 * 8.4, y1 < 12 + 17 / 4]).toEqual([true, true, true])
    expect([x2 - x1, x3 - x2].map(round)).toEqual([8.4, 4.2])
    expect([y2 - y1, y3 - y2].map(round)).toEqual([12.75, 0])
  })

  test('takes whatever characters there are', () => {
    expect(() => draw('\u0000\u0007 ]]> \uFFFE \u001B[999m 日本')).not.toThrow()
  })
})

describe('the history', () => {
  test('as CSV: every digit of every number, and nothing where there is none', () => {
    const [head, first, second, rest] = historyCsv([epoch, untestedEpoch]).split('\r\n')
    expect(head?.split(',').slice(0, 4)).toEqual(['epoch', 'cost', 'eta', 'test_correct'])
    expect(first).toBe('0,0.15,3,8881,10000,0.1,8890,10000,0.1,0.3,0.05')
    expect(second).toBe('3,0.15,3,,,,,,,0.3,0')
    expect(rest).toBe('')
  })

  test('as JSON, and back', () => {
    expect(JSON.parse(historyJson([epoch, untestedEpoch]))).toEqual([epoch, untestedEpoch])
  })
})
