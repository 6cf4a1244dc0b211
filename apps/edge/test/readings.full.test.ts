import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadTrainData } from '@gradus/mnist/node'
import { expect, it } from 'vitest'
import { FOLDER } from '../scripts/model-folder.ts'
import { figuresOf } from '../scripts/reading-figures.ts'
import { CHOICE, GROUPS, type GroupName, readingSets } from '../scripts/reading-sets.ts'

/** Share of a small sample of each set that is read: the whole tables are in docs/reading.md. */
const LEAST: Readonly<Record<GroupName, number>> = {
  disturbed: 7 / 8,
  styles: 8 / 10,
  variants: 7 / 10,
  printed: 9 / 10,
  mnist: 0.98,
}

it('reads some digits of every kind of disturbance, style, variant and font', async () => {
  const images = await loadTrainData()
  const mnist = images.subset(images.length - 1000, images.length)
  const sets = readingSets({ ...CHOICE, mnist, counts: { disturbed: 8, drawn: 10 } })
  const model = await readFile(join(FOLDER, 'digits.safetensors'))
  const figures = figuresOf(model, sets).sets
  expect(new Set(figures.map(({ group }) => group))).toEqual(new Set(Object.keys(GROUPS)))
  const low = figures.filter(({ group, correct, total }) => correct < LEAST[group] * total)
  expect(low).toEqual([])
})
