import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { ASCII, COLOURED, PLAIN } from '../../test/frames.ts'
import { large, nothing, runOf, small, validated } from '../../test/kept-runs.ts'
import { comparisonLines } from './comparison.ts'

describe('a comparison', () => {
  const paper = { columns: 100, theme: PLAIN }

  test('shows the curves, what differs, what does not, and how it went', () => {
    const lines = comparisonLines([small, large], paper)
    expect(lines[0]).toMatch(/^Test accuracy {3}\S.* eta 3 {3}\S.* eta 0\.5 -> 0\.25 {3}. best$/)
    expect(lines.find(line => line.startsWith('Training cost'))).toMatch(/ eta 3 .* eta 0\.5 -> 0\.25$/)
    expect(lines.slice(-9)).toEqual([
      'run                           eta     network  epochs     best     last   cost  done   result   work',
      '20261124-003912-a1b2            3   784-15-10       3  93.00 %  92.00 %  0.333   3/3     done  1.8 s',
      '20261124-010000-c3d4  0.5 -> 0.25  784-100-10      30  95.00 %  95.00 %  0.500  2/30  aborted  12:34',
      '',
      '20261124-010000-c3d4: Alarm: eta = 100 is too high: no gradient flows; try 3.',
      '',
      'What differs: eta 3 and 0.5 -> 0.25; network 784-15-10 and 784-100-10; epochs 3 and 30',
      'The same in all: seed 0, mini-batch 10, precision float64, engine simd, data d1, training 50,000,',
      'validation 10,000, test 10,000',
    ])
  })

  test('tells better ways to learn in the words of their flags, also where all runs have them', () => {
    const ways = { initialiser: 'scaled', dropout: { hidden: 0.2, input: 0 } } as const
    const decaying = runOf({ id: '20261124-004444-c0de', spec: { ...small.spec, ...ways, l2: 5 } })
    const lines = comparisonLines([runOf({ spec: { ...small.spec, ...ways } }), decaying], paper)
    expect(lines).toContain('What differs: l2 off and 5')
    expect(lines.join(' ')).toContain('test 10,000, initialiser scaled, dropout 0.2')
    expect(lines.find(line => line.startsWith('20261124-004444-c0de'))).toMatch(/^\S+ +5 /)
  })

  test('of runs that were told the same names them by their ids, and sees the same weights', () => {
    const twin = { ...small, id: '20261124-005555-beef' }
    const lines = comparisonLines([small, twin], { ...paper, columns: 200 })
    expect(lines[0]).toMatch(/ a1b2 .* beef /)
    expect(lines.at(-2)).toMatch(/^All options are the same: eta 3, network 784-15-10, seed 0, /)
    expect(lines.at(-1)).toBe('All ended with the same weights: sha256 ab12')
  })

  test('says what the accuracy is of', () => {
    const [title] = comparisonLines([validated, { ...validated, id: '20261124-020000-e5f7' }], paper)
    expect(title).toMatch(/^Validation accuracy /)
    const mixed = comparisonLines([validated, small], paper)
    expect(mixed[0]).toMatch(/^Accuracy \(test, or else validation\) /)
    expect(mixed).toContain('* on the validation images')
  })

  test('of more runs than there are colours says which have curves', () => {
    const runs = Array.from({ length: 6 }, (_, i) =>
      runOf({ id: `20261124-00391${i}-a1b2`, spec: { ...small.spec, eta: i + 1 } }),
    )
    const lines = comparisonLines(runs, paper)
    expect(lines[0]).toMatch(/ eta 1 .* eta 4 /)
    expect(lines[0]).not.toContain('eta 5')
    expect(lines).toContain('The curves are of the first 4 runs.')
    expect(lines.filter(line => line.startsWith('20261124-'))).toHaveLength(6)
  })

  test('of runs without an epoch has no curves', () => {
    const lines = comparisonLines([nothing, { ...nothing, id: '20261124-030000-1111' }], paper)
    expect(lines[0]).toMatch(/^run /)
  })

  test.each([40, 80, 120])('fits into %i columns', columns => {
    for (const theme of [PLAIN, ASCII, COLOURED]) {
      for (const line of comparisonLines([small, large, validated], { columns, theme })) {
        expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
      }
    }
  })
})
