import { expect, test } from 'vitest'
import { tabsLine } from './tabs.ts'
import { themeFor } from './theme.ts'

const theme = themeFor({ unicode: true, depth: 1 })
const tabs = { views: ['trials', 'map', 'trial'], shown: 'map', right: 'over' } as const

test.each([
  [40, ' 1 trials [2 map] 3 trial           over'],
  [31, ' 1 trials [2 map] 3 trial  over'],
  [30, ' 1 trials[2 map]3 trial   over'],
  [26, ' 1 trials[2 map]3 trial  …'],
  [18, ' 1[2 map]3    over'],
])('in %i columns', (columns, line) => {
  expect(tabsLine(tabs, columns, theme)).toBe(line)
})

test('none is shown, and one has a sign', () => {
  const signs = new Map([['map', [' ', ['alarm', '▲'] as const]]])
  expect(tabsLine({ ...tabs, shown: undefined, signs }, 40, theme)).toBe(
    ' 1 trials  2 map ▲  3 trial         over',
  )
})
