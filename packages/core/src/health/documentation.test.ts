import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { RULES } from './monitor.ts'

it.each(RULES.map(({ code }) => code))('docs/health.md has %s in its table, and says why', async code => {
  const text = await readFile(new URL('../../../../docs/health.md', import.meta.url), 'utf8')
  expect(text).toMatch(new RegExp(`^\\| \`${code}\` \\| (alarm|warning|note)`, 'm'))
  // One paragraph may be about several rules.
  expect(text).toMatch(new RegExp(`^\\*\\*([a-z-]+, )*${code}(, [a-z-]+)*\\.\\*\\* `, 'm'))
})
