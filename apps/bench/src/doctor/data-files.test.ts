import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadMnist } from '@gradus/mnist/node'
import { useFolder } from '@gradus/testing/folders'
import { describe, expect, test } from 'vitest'
import { partsOf, writeData } from './data-files.ts'
import type { Point } from './points.ts'
import type { Data, DataFault } from './set-up.ts'

const folder = useFolder('test')
const board: Data = { shape: { kind: 'board', side: 3 }, train: 40, validation: 20 }
const digits: Data = { shape: { kind: 'digits' }, train: 60, validation: 30 }
const labels = (points: readonly Point[]): number[] => points.map(({ label }) => label)
const inputs = (points: readonly Point[]): number[][] => points.map(point => [...point.inputs])

test('the seed decides the examples', async () => {
  const parts = await partsOf(board, 1)
  expect(parts).toEqual(await partsOf(board, 1))
  expect(parts).not.toEqual(await partsOf(board, 2))
  expect([parts.train.length, parts.validation.length]).toEqual([40, 20])
})

describe('a fault', () => {
  const faulty = async (fault: DataFault, data = board) => ({
    sound: await partsOf(data, 3),
    ill: await partsOf({ ...data, fault }, 3),
  })

  test.each<DataFault>([
    { labels: 'shuffled' },
    { labels: 'shifted' },
    { few: { classes: [1], examples: 2 } },
    { leaked: 10 },
    { entry: { value: -999, rows: 3 } },
  ])('of training data leaves those for validation: %j', async fault => {
    const { sound, ill } = await faulty(fault)
    expect(ill.validation).toEqual(sound.validation)
    expect(ill.train).not.toEqual(sound.train)
    expect(ill.train).toHaveLength(40)
  })

  test('of labels leaves the inputs', async () => {
    const shuffled = await faulty({ labels: 'shuffled' }, digits)
    expect(inputs(shuffled.ill.train)).toEqual(inputs(shuffled.sound.train))
    expect(labels(shuffled.ill.train).toSorted()).toEqual(labels(shuffled.sound.train).toSorted())
    const shifted = await faulty({ labels: 'shifted' }, digits)
    expect(labels(shifted.ill.train)).toEqual(labels(shifted.sound.train).map(label => (label + 1) % 10))
  })

  test('thins classes out', async () => {
    const { ill } = await faulty({ few: { classes: [0, 1, 2], examples: 2 } }, digits)
    const counts = [0, 1, 2, 3].map(digit => labels(ill.train).filter(label => label === digit).length)
    expect(counts.slice(0, 3)).toEqual([2, 2, 2])
    expect(counts[3]).toBeGreaterThan(2)
  })

  test('lets examples for validation into training', async () => {
    const { ill } = await faulty({ leaked: 10 })
    expect(ill.train.slice(0, 10)).toEqual(ill.validation.slice(0, 10))
  })

  test('of inputs is in both parts', async () => {
    const { ill } = await faulty({ inputs: 'constant' }, digits)
    expect(new Set(inputs([...ill.train, ...ill.validation]).flat())).toEqual(new Set([1]))
    const faint = await faulty({ inputs: { dividedBy: 100 } }, digits)
    expect(Math.max(...inputs(faint.ill.validation).flat())).toBe(3)
    expect(labels(faint.ill.train)).toEqual(labels(faint.sound.train))
  })

  test('is an entry in whole rows', async () => {
    const { ill } = await faulty({ entry: { value: -999, rows: 3 } })
    const strange = ill.train.filter(point => point.inputs.every(value => value === -999))
    expect(strange).toHaveLength(3)
  })
})

test('images are written as IDX files', async () => {
  expect(await writeData(folder.path, digits, 3)).toEqual(['--train-size', '60', '--no-test'])
  const { train, validation, test: other } = await loadMnist({ dir: folder.path, trainSize: 60 })
  const parts = await partsOf(digits, 3)
  expect([...train.labels]).toEqual(labels(parts.train))
  expect([...(validation?.labels ?? [])]).toEqual(labels(parts.validation))
  expect([...other.labels]).toEqual(labels(parts.test))
  expect([...train.at(7).pixels]).toEqual(inputs(parts.train)[7])
  expect([...(validation?.at(7).pixels ?? [])]).toEqual(inputs(parts.validation)[7])
})

test('other examples are written as tables', async () => {
  expect(await writeData(folder.path, board, 3)).toEqual([])
  const parts = await partsOf(board, 3)
  for (const part of ['train', 'validation'] as const) {
    const [head, first = '', ...rest] = (await readFile(join(folder.path, `${part}.csv`), 'utf8'))
      .trim()
      .split('\n')
    expect([head, rest.length]).toEqual(['x0,x1,class', parts[part].length - 1])
    const [x, y, label] = first.split(',')
    expect(Number(x)).toBeCloseTo(parts[part][0]?.inputs[0] ?? Number.NaN, 4)
    expect(Number(y)).toBeCloseTo(parts[part][0]?.inputs[1] ?? Number.NaN, 4)
    expect(label).toBe(`c${parts[part][0]?.label}`)
  }
})
