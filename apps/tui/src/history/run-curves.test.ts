import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { ASCII, COLOURED, PLAIN } from '../../test/frames.ts'
import { nothing, small, validated } from '../../test/kept-runs.ts'
import { curvesOf } from './run-curves.ts'

const ESCAPE = '\u001B'

describe('curves', () => {
  test.each([
    ['plain', PLAIN],
    ['ASCII', ASCII],
    ['coloured', COLOURED],
  ])('of one run, %s', (_, theme) => {
    for (const columns of [20, 80, 200]) {
      const lines = curvesOf(small, { columns, theme })
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
      expect(lines.join('\n').includes(ESCAPE)).toBe(theme === COLOURED)
      if (theme === ASCII) expect(lines.join('\n')).toMatch(/^[\n\u0020-\u007E]*$/)
    }
    const lines = curvesOf(small, { columns: 80, theme }).map(stripVTControlCharacters)
    expect(lines[0]).toMatch(/^Accuracy {3}\S.* test {3}. best$/)
    expect(lines.find(line => line.startsWith('Cost'))).toMatch(/ test {3}\S.* training$/)
  })

  test('of a run without an epoch there are none', () => {
    expect(curvesOf(nothing, { columns: 80, theme: PLAIN })).toEqual([])
  })

  test('of a run that was tried on nothing there is the cost', () => {
    const history = validated.history.map(({ validation: _, ...record }) => record)
    const lines = curvesOf({ ...small, history }, { columns: 80, theme: PLAIN })
    expect(lines[0]).toMatch(/^Cost .* training$/)
  })
})
