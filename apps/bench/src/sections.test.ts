import { expect, test } from 'vitest'
import { sectionsOf } from './report.ts'

const load = '<!-- begin: load -->\n\n## Load\n\n<!-- end: load -->'
const start = '<!-- begin: cold-start -->\n<!-- end: cold-start -->'

test('sections of others are found whole, and nothing else', () => {
  expect(sectionsOf(`# Page\n\n${load}\n\ntext\n\n${start}\n`)).toEqual([load, start])
  expect(sectionsOf('# Page\n<!-- begin: load -->\n<!-- end: start -->')).toEqual([])
  expect(sectionsOf('')).toEqual([])
})
