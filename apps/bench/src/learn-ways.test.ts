import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WAYS } from './learn-ways.ts'

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs')

test.each(WAYS)('the page shows the picture of $name', async ({ name }) => {
  expect(await readFile(join(DOCS, 'learn.md'), 'utf8')).toContain(`](pictures/learn/${name}.svg)`)
  await access(join(DOCS, 'pictures', 'learn', `${name}.svg`))
})

test.each(['activation', 'output', 'cost', 'initialiser', 'optimiser', 'schedule', 'l2', 'l1', 'dropout'])(
  'runs with and without %s have the same layers, epochs and images',
  field => {
    const pairs = WAYS.flatMap(({ variants }) => {
      const [without, ...others] = Object.values(variants)
      return others.map(other => [without, other])
    })
    const differing = pairs.filter(([a, b]) => {
      const [one, other] = [a, b].map(lesson => JSON.stringify({ ...lesson?.recipe }[field] ?? null))
      return one !== other
    })
    expect(differing.length).toBeGreaterThan(0)
    for (const [a, b] of differing) expect({ ...a, recipe: {} }).toEqual({ ...b, recipe: {} })
  },
)
