import { completeSpec, RECIPES } from '@gradus/core'
import { describe, expect, test } from 'vitest'
import { large, nothing, runOf, small, validated } from '../../test/kept-runs.ts'
import { listLines } from './show-runs.ts'

/** Times are those of the machine's zone. */
const timeless = (line: string): string => line.replaceAll(/20\d\d-\d\d-\d\d \d\d:\d\d/g, 'YYYY-MM-DD HH:MM')

describe('the list', () => {
  test('is a table', () => {
    expect(listLines([large, small], 0, 120).map(timeless)).toEqual([
      'run                            started     network  epochs          eta  seed     best     last   result  verdict   work',
      '20261124-010000-c3d4  YYYY-MM-DD HH:MM  784-100-10    2/30  0.5 -> 0.25     0  95.00 %  95.00 %  aborted    alarm  12:34',
      '20261124-003912-a1b2  YYYY-MM-DD HH:MM   784-15-10     3/3            3     0  93.00 %  92.00 %     done        -  1.8 s',
    ])
  })

  test.each([120, 100, 80, 60])('leaves out columns to fit into %i', columns => {
    const lines = listLines([large, small], 0, columns)
    expect(lines).toHaveLength(3)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
    expect(lines[0]).toMatch(/^run .* epochs .* best .* result/)
  })

  test('where it cannot fit is one value a line', () => {
    expect(listLines([small], 0, 30)).toEqual([
      'run 20261124-003912-a1b2',
      '  epochs 3/3',
      '  best 93.00 %',
      '  result done',
    ])
  })

  test('tells that eta was changed more than once', () => {
    const etaChanges = [
      { epoch: 0, position: 10, eta: 2.4 },
      { epoch: 1, position: 0, eta: 3 },
    ]
    expect(listLines([{ ...small, spec: { ...small.spec, etaChanges } }], 0, 120)[1]).toContain(
      '  3 -> .. -> 3  ',
    )
  })

  test('says what it leaves out, and where the accuracy is not of the test images', () => {
    const lines = listLines([validated, nothing], 7, 120)
    expect(lines[1]).toContain('  90.00 % *  90.00 % *  ')
    expect(lines[2]).toContain('        -          -  failed')
    expect(lines.slice(3)).toEqual(['* on the validation images', 'and 7 older: --limit 9 shows all'])
  })

  test('names the recipe of a run, or its ways to learn, where a run has other ones than the textbook', () => {
    const { sizes, seed, epochs, data } = small.spec
    const modern = runOf({ spec: completeSpec({ ...RECIPES.modern, sizes, seed, epochs, data }) })
    const decaying = runOf({ spec: { ...small.spec, l2: 5 } })
    const [header, ...rows] = listLines([modern, decaying, small], 0, 160)
    expect(header).toMatch(/ eta +ways +seed /)
    expect(rows).toEqual(
      [/ 0\.1 +modern +0 /, / 3 +l2 5 +0 /, / 3 +- +0 /].map(row => expect.stringMatching(row)),
    )
  })

  test('holds long values back', () => {
    const seed = '1'.repeat(400)
    const run = runOf({ spec: { ...small.spec, sizes: Array.from({ length: 300 }, () => 10), seed } })
    const [, line = ''] = listLines([run], 0, 160)
    expect(line).toContain(' 10-10-10-10-10-10-10-10-1... ')
    expect(line.length).toBeLessThanOrEqual(160)
  })
})
