import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { ASCII, COLOURED, PLAIN } from '../../../test/frames.ts'
import { type Chart, chartLines, type Point } from './line-chart.ts'

const rising: Point[] = [
  [0, 0.5],
  [1, 0.75],
  [2, 1],
]

const chart: Chart = {
  title: 'Accuracy',
  series: [{ name: 'test', points: rising, style: 'accent', mark: [2, 1] }],
  x: { label: 'epoch', unit: 'whole' },
  y: { unit: 'share' },
  columns: 40,
  rows: 9,
  theme: PLAIN,
}

test('a line with its axes, their values, and its best point', () => {
  expect(chartLines(chart).map(line => line.trimEnd())).toEqual([
    'Accuracy   ⠤⠤⠤ test   ● best',
    '100 % ┤                            ⣀⡠⠔⠒●',
    '      │                      ⢀⣀⠤⠔⠊⠉',
    '      │                 ⢀⡠⠤⠒⠊⠁',
    '      │           ⢀⣀⠤⠔⠒⠉⠁',
    '      │     ⢀⣀⠤⠔⠒⠉⠁',
    ' 50 % ┤⣀⠤⠔⠒⠉⠁',
    '      └┬───────────────┬────────────────',
    '       0               1           epoch',
  ])
})

test('in ASCII, where each line has a character of its own', () => {
  const falling: Point[] = rising.map(([x, y]) => [x, 1.5 - y])
  const series = [...chart.series, { name: 'other', points: falling, style: 'second' as const }]
  const lines = chartLines({ ...chart, series, columns: 30, theme: ASCII })
  expect(lines[0]).toContain('Accuracy ** test ++ other')
  expect(lines.join('\n')).toMatch(/^[\n\u0020-\u007E]*$/)
  expect(lines[1]).toMatch(/^100 % \+\+.*@$/)
  expect(lines[6]).toMatch(/^ 50 % \+\*.*\+$/)
})

test('without colours lines differ in their dashes', () => {
  const flat = (y: number): Point[] => [
    [0, y],
    [9, y],
  ]
  const names = ['a', 'b', 'c']
  const series = names.map((name, i) => ({ name, points: flat(i), style: 'accent' as const }))
  const lines = chartLines({ ...chart, series, y: {} })
  const drawn = lines.slice(1, -2).filter(line => /[⠀-⣿]/.test(line))
  expect(new Set(drawn.map(line => line.replaceAll(/[⠁⠂⠄⡀⠈⠐⠠⢀]/g, '.').slice(4, 20))).size).toBe(3)
})

test('colours are given in few runs', () => {
  const lines = chartLines({ ...chart, theme: COLOURED })
  for (const line of lines) expect(line.split('\u001B[39m').length - 1).toBeLessThanOrEqual(3)
})

test('a cost that spans more than 20 x is on a logarithmic axis', () => {
  const points = Array.from({ length: 50 }, (_, i): Point => [i, 10 ** (-i / 10)])
  const lines = chartLines({ ...chart, series: [{ name: '', points, style: 'third' }], y: { scale: 'auto' } })
  const labels = lines.flatMap(line => line.match(/^ *(\S+) ┤/)?.[1] ?? [])
  expect(labels.map(Number)).toEqual([1, 0.001])
  // The logarithm of the curve is a straight line: each row takes as many columns as the others.
  const drawn = lines.slice(1, 7).map(line => line.match(/[⠁-⣿]+/g)?.at(-1)?.length ?? 0)
  expect(Math.max(...drawn) - Math.min(...drawn)).toBeLessThanOrEqual(2)
})

test('of more points than columns none that stands out is lost', () => {
  const points = Array.from({ length: 5000 }, (_, i): Point => [i, i === 2500 ? 100 : i === 2502 ? -100 : 0])
  const lines = chartLines({ ...chart, series: [{ name: '', points, style: 'third' }], y: {} })
  expect(lines.slice(1, 7).every(line => /[⠁-⣿]/.test(line.slice(18, 28)))).toBe(true)
})

test('a number that is not finite is a gap', () => {
  const points: Point[] = [...rising, [3, Number.NaN], [4, 0.5], [5, 1]]
  const line = chartLines({ ...chart, series: [{ name: '', points, style: 'third' }] })[4] ?? ''
  expect(line.slice(7)).toMatch(/^[⠀-⣿ ]*[⠁-⣿] {3,}[⠁-⣿]/)
})

test.each([
  ['one point', [[3, 0.5]] as Point[]],
  [
    'points of one value',
    [
      [0, 0.5],
      [1, 0.5],
    ] as Point[],
  ],
])('%s can be seen', (_, points) => {
  const lines = chartLines({ ...chart, series: [{ name: '', points, style: 'third' }] })
  expect(lines.some(line => /[⠁-⣿]/.test(line.slice(8)))).toBe(true)
})

test('no points', () => {
  const lines = chartLines({ ...chart, series: [], empty: 'Nothing yet' })
  expect(lines).toHaveLength(9)
  expect(lines.map(line => line.trim()).filter(line => line !== '')).toEqual(['Accuracy', 'Nothing yet'])
})

describe('any points in any size', () => {
  const y = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }), fc.constant(0))
  const points = fc
    .array(fc.tuple(fc.nat(1e9), y), { maxLength: 40 })
    .map(list => list.sort((a, b) => a[0] - b[0]))
  test.each([
    ['braille', PLAIN],
    ['ASCII', ASCII],
  ])('fill it exactly, in %s', (_, theme) => {
    fc.assert(
      fc.property(
        fc.array(points, { maxLength: 3 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('linear', 'log', 'auto'),
        fc.constantFrom('share', 'whole', undefined),
        (all, columns, rows, scale, unit) => {
          const series = all.map((points, i) => ({
            name: `${i}`,
            points,
            style: 'accent' as const,
            mark: points[0],
          }))
          const lines = chartLines({
            ...chart,
            ...{ series, columns, rows, theme },
            y: { scale, ...(unit && { unit }) },
          })
          expect(lines).toHaveLength(rows)
          for (const line of lines) expect(stringWidth(line)).toBe(columns)
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** The numbers beside a chart, and those below it. */
function numbersOf(lines: readonly string[]): { beside: string[]; below: string[] } {
  const beside = lines.flatMap(line => line.match(/^ *(\S+(?: %)?) ┤/)?.[1] ?? [])
  return { beside, below: (lines.at(-1) ?? '').match(/\d\S*/g) ?? [] }
}

test('every axis has two numbers or more, and says so where it is logarithmic', () => {
  const value = fc.oneof(
    fc.constant(0),
    fc.double({ min: 1e-9, max: 1, noNaN: true }),
    fc.double({ min: 1e-3, max: 5, noNaN: true }),
  )
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 30, max: 120 }),
      fc.integer({ min: 7, max: 30 }),
      fc.constantFrom('share', 'cost'),
      fc.integer({ min: 0, max: 1000 }),
      (values, columns, rows, what, first) => {
        const points = values.map((y, i): Point => [first + i, what === 'share' ? Math.min(y, 1) : y])
        const lines = chartLines({
          ...{ series: [{ name: '', points, style: 'accent' }], columns, rows, theme: PLAIN },
          x: { label: 'epoch', unit: 'whole' },
          y: what === 'share' ? { unit: 'share' } : { scale: 'auto' },
        })
        const { beside, below } = numbersOf(lines)
        expect(new Set(beside).size).toBeGreaterThanOrEqual(2)
        expect(new Set(below).size).toBeGreaterThanOrEqual(2)
        const ys = points.map(([, y]) => y)
        const isLog = what === 'cost' && Math.min(...ys) > 0 && Math.max(...ys) > 20 * Math.min(...ys)
        expect(/^ *log /.test(lines.at(-1) ?? '')).toBe(isLog)
      },
    ),
    { numRuns: 100 },
  )
})
