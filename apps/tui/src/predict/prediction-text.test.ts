import { describe, expect, test } from 'vitest'
import { type Canvas, type Prediction, predictionLines } from './prediction-text.ts'

const pixels = Uint8Array.from({ length: 16 }, (_, p) => (p % 4 === 1 ? 255 : 0))
const prediction: Prediction = { source: { file: 'one.png' }, pixels, class: 1, outputs: [0.25, 1, 0] }
const canvas: Canvas = { columns: 36, unicode: false, bar: '#', paint: (_, text) => text }

test('the image and the outputs side by side', () => {
  expect(predictionLines(prediction, canvas)).toEqual([
    'one.png: 1',
    ' @       0  0.2500 ####',
    ' @     > 1  1.0000 #################',
    '         2  0.0000',
  ])
})

test('an image of the width that the data say', () => {
  const wide = { ...prediction, pixels: pixels.map((_, p) => (p === 7 ? 255 : 0)), cols: 8 }
  expect(predictionLines(wide, canvas)[2]).toMatch(/^ {7}\+ {3}> 1/)
})

test.each([
  [30, ['one.png: 1']],
  [20, ['one.png: 1']],
  [4, ['one.', 'png:', '1']],
])('below each other in %d columns, and no line is longer', (columns, headline) => {
  const lines = predictionLines(prediction, { ...canvas, columns })
  expect(lines.slice(0, -3)).toEqual([...headline, ' @', ' @'])
  expect(lines.at(-2)).toMatch(/^> 1 {2}1\.0000( #+)?$/)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(columns, 11))
})

test('no image where it does not fit, or has no shape', () => {
  expect(predictionLines(prediction, { ...canvas, columns: 3 }).join()).not.toContain('@')
  const flat = { ...prediction, pixels: pixels.subarray(1) }
  expect(predictionLines(flat, canvas)).toHaveLength(4)
})

test('colours are given to the digit and to the bars', () => {
  const paint = (style: string, text: string): string => `<${style}>${text}</>`
  const lines = predictionLines(prediction, { ...canvas, columns: 15, paint })
  expect(lines).toEqual([
    ...['one.png: <bold>1</>', ' @', ' @'],
    ...['  0  0.2500 <dim>#</>', '> 1  1.0000 <green>###</>', '  2  0.0000'],
  ])
})

test('where the network is unsure, the headline says between what', () => {
  const torn = { ...prediction, source: { index: 7, label: 1 }, outputs: [0.6, 0.8, 0] }
  const wide = { ...canvas, columns: 80 }
  expect(predictionLines(torn, wide)[0]).toBe('test image 7: 1 (unsure: 1 or 0), correct')
})

test.each([
  [[0.1, 0.89, 0], undefined, '1 (unsure), correct'],
  [[0.1, 0.9, 0], undefined, '1, correct'],
  [[0.1, 0.89, 0], ['a boot', 'a bag', '靴'], 'a bag 0.89 (unsure), correct'],
])(
  'where the best of the outputs %j is low, the headline says that it is unsure',
  (outputs, classes, said) => {
    const faint = { ...prediction, source: { index: 7, label: 1 }, outputs }
    expect(predictionLines(faint, { ...canvas, columns: 80, classes })[0]).toBe(`test image 7: ${said}`)
  },
)

test('the headline breaks between words, and keeps its colours', () => {
  const torn = { ...prediction, source: { index: 7, label: 1 }, outputs: [0.6, 0.8, 0] }
  const paint = (style: string, text: string): string => `<${style}>${text}</>`
  const classes = ['a boot', 'an ankle boot', '靴']
  const lines = predictionLines(torn, { ...canvas, columns: 24, paint, classes })
  expect(lines.slice(0, 4)).toEqual([
    'test image 7: <bold>an ankle</>',
    '<bold>boot</> 0.80<dim> (unsure: an</>',
    '<dim>ankle boot or a boot)</>,',
    'correct',
  ])
})

test('the best classes alone, the best first', () => {
  const classes = ['a boot', 'an ankle boot', '靴']
  const shown = (top?: number): string[] =>
    predictionLines(prediction, { ...canvas, columns: 60, classes, top })
      .map(
        line => /([^ ].*?) {2}\d\.\d{4}/.exec(line.replace('>', ' '))?.[1]?.replace(/^@ +/, '').trim() ?? '',
      )
      .filter(name => name !== '')
  expect(shown(2)).toEqual(['an ankle boot', 'a boot'])
  expect(shown()).toEqual(['a boot', 'an ankle boot', '靴'])
})

describe('the headline', () => {
  const headline = (source: Prediction['source']) =>
    predictionLines({ ...prediction, source }, { ...canvas, columns: 80 })[0]

  test.each([
    [{ file: '-' }, 'standard input: 1'],
    [{ file: 'a\u001B[2Jb' }, 'a�[2Jb: 1'],
    [{ file: 'raw', image: 0 }, 'raw, image 0: 1'],
    [{ index: 7, label: 1 }, 'test image 7: 1, correct'],
    [{ index: 7, label: 3 }, 'test image 7: 1, misclassified: the label is 3'],
  ])('%j', (source, text) => {
    expect(headline(source)).toBe(text)
  })
})
