import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Network } from '@gradus/core'
import { formatSmallModel } from '@gradus/core/node'
import { loadTestData } from '@gradus/mnist/node'
import { describe, expect, it } from 'vitest'
import { figuresOf, type ModelFigures } from './reading-figures.ts'
import { CHOICE, FINAL, GROUPS, type Reading, type ReadingSet, readingSets } from './reading-sets.ts'
import { tablesOf } from './reading-tables.ts'

const setOf = (readings: readonly Reading[]): ReadingSet => ({
  group: 'printed',
  name: 'some',
  readings: () => readings,
})

describe('figuresOf', () => {
  /** Output k is sure of every image: its bias alone decides. */
  const model = (() => {
    const network = new Network([784, 10], { seed: 0 })
    network.weights[0]?.data.fill(0)
    network.biases[0]?.data.fill(-20)
    network.biases[0]?.data.fill(20, 3, 4)
    return formatSmallModel(network, 'float16')
  })()
  const image = new Uint8Array(784)
  const blank = { width: 2, height: 2, data: [255, 255, 255, 255] }
  const stroke = {
    width: 9,
    height: 9,
    data: Uint8Array.from({ length: 81 }, (_, i) => (i % 9 === 4 ? 0 : 255)),
  }

  it('counts correct answers, blank pictures and wrong answers that are sure', () => {
    const readings = [
      { label: 3, image },
      { label: 3, picture: blank },
      { label: 7, image },
      { label: 7, picture: stroke },
    ]
    expect(figuresOf(model, [setOf(readings)]).sets).toEqual([
      { group: 'printed', name: 'some', total: 4, correct: 1, blank: 1, surelyWrong: 2 },
    ])
  })
})

describe('readingSets', () => {
  it('has a set of each kind, of the digits that are asked for', async () => {
    const mnist = (await loadTestData()).subset(0, 20)
    const sets = readingSets({ ...CHOICE, mnist, counts: { disturbed: 2, drawn: 3 } })
    expect(new Set(sets.map(({ group }) => group))).toEqual(new Set(Object.keys(GROUPS)))
    const counts = Map.groupBy(sets, ({ group }) => group)
    const lengths = { disturbed: 2, styles: 3, variants: 3, printed: 10, mnist: 20 }
    for (const [group, own] of counts) {
      const [first] = own
      expect([...(first?.readings() ?? [])], group).toHaveLength(lengths[group])
    }
    const labels = sets.filter(({ name }) => name === 'clean').flatMap(({ readings }) => [...readings()])
    expect(labels.map(({ label }) => label)).toEqual([mnist.labels[0], mnist.labels[10]])
  })
})

describe('tablesOf', () => {
  it('puts both models beside each other, and sums up wrong answers', () => {
    const figures = (correct: number, surelyWrong: number): ModelFigures => ({
      sha256: '',
      sets: [
        { group: 'disturbed', name: 'clean', total: 100, correct, blank: 2, surelyWrong },
        { group: 'disturbed', name: 'noise', total: 100, correct: 50, blank: 0, surelyWrong: 10 },
      ],
    })
    const tables = tablesOf(figures(96, 1), figures(88, 5))
    expect(tables).toContain(
      '200 | 95.0 % | 69.0 % | 73.0 % | 50.0 % | 50.0 % | 15 of 60 (25 %) | 11 of 52 (21 %) |',
    )
    expect(tables).toContain('| clean | 88.0 % | 96.0 % |')
  })

  it('has figures of the model before for every set', async () => {
    const before: ModelFigures = JSON.parse(
      await readFile(join(import.meta.dirname, 'readings-before.json'), 'utf8'),
    )
    const mnist = (await loadTestData()).subset(0, 1)
    const sets = readingSets({ ...FINAL, mnist, counts: { disturbed: 300, drawn: 100 } })
    expect(before.sets.map(({ name }) => name).slice(0, -1)).toEqual(
      sets.map(({ name }) => name).slice(0, -1),
    )
  })
})
