import { expect, test } from 'vitest'
import { withSection } from './section.ts'

test('a section is added at the end, then changed in its place', () => {
  const first = withSection('# Page\n', 'load', '## Load\n\nold\n')
  expect(first).toBe('# Page\n\n<!-- begin: load -->\n\n## Load\n\nold\n\n<!-- end: load -->\n')
  const second = withSection(first, 'start', '## Start')
  expect(withSection(second, 'load', '## Load\n\n$& new')).toBe(second.replace('old', () => '$& new'))
})
