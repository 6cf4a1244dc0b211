import { type ModelMetadata, Network, type Preprocessing } from '@gradus/core'
import { expect, test } from 'vitest'
import { checkpointAfter } from '../../test/checkpoints.ts'
import { inspectionLines, inspectNetwork } from './inspect.ts'

const network = new Network([3, 2], { seed: [1, 2] })
network.weights[0]?.data.set([1, 0, -1, 2, 0, -2])
network.biases[0]?.data.set([3, 4])

const stored = { weights: ['int8', 'int8'], bytes: 1234 } as const
const table = [
  '',
  'layer      shape  min  max  mean    std   norm  zeros',
  '1 weights  2 x 3   -2    2     0  1.291  3.162      2',
  '1 biases   2 x 1    3    4   3.5    0.5      5      0',
]

test('a model of which nothing is known but the network', async () => {
  const opened = { kind: 'model', network, metadata: {}, stored } as const
  expect(inspectionLines(opened, await inspectNetwork(network), 80)).toEqual([
    'Model of a network 3-2: 8 parameters, seed 1,2',
    'File: weights int8, 1,234 bytes',
    `sha256 ${await network.sha256()}`,
    ...table,
  ])
})

test('a model with its history, which may hold anything', async () => {
  const mixed = { weights: ['int8', 'float16', 'int8'], bytes: 1 } as const
  const metadata: ModelMetadata = {
    options: { epochs: 30, miniBatchSize: 10, eta: 0.5, precision: 'float32' },
    epochs: 12,
    accuracy: { test: 0.9361, validation: 0.94 },
    dataHash: 'ab\u001B[2J12',
  }
  const lines = inspectionLines(
    { kind: 'model', network, metadata, stored: mixed },
    await inspectNetwork(network),
    80,
  )
  expect(lines.slice(1, 6)).toEqual([
    'Epochs complete: 12',
    'Options: 30 epochs, mini-batches of 10, eta 0.5, float32',
    'Accuracy: test 93.61 %, validation 94.00 %',
    'Training data: ab�[2J12',
    'File: weights int8 and float16, 1 byte',
  ])
  expect(lines.slice(7)).toEqual(table)
})

test('a checkpoint, and where its run stands', async () => {
  const { progress, ...checkpoint } = await checkpointAfter(1)
  const etaChanges = [
    { epoch: 0, position: 2, eta: 1 },
    { epoch: 1, position: 0, eta: 0.5 },
  ]
  const evaluation = { correct: 3, total: 4, cost: 0.125, predictions: [4] }
  const history = progress.history.map(record => ({ ...record, cost: 0.25, test: evaluation }))
  const opened = {
    kind: 'checkpoint',
    network: checkpoint.network,
    progress: { ...progress, spec: { ...progress.spec, etaChanges }, history },
  } as const
  const lines = inspectionLines(opened, await inspectNetwork(checkpoint.network), 80)
  expect(lines.slice(0, 7)).toEqual([
    'Checkpoint of a network 2-2-1: 9 parameters, seed 0',
    'Epochs complete: 1 of 2, and 0 of 4 examples of the next',
    'Options: 2 epochs, mini-batches of 2, eta 3, float64',
    'Eta now: 0.5',
    '  changed to 1 in epoch 0 after 2 examples',
    '  changed to 0.5 in epoch 1 after 0 examples',
    'Epoch 0: test 3 / 4 (75.00 %), cost 0.250',
  ])
  expect(lines[7]).toMatch(/^sha256 /)
})

test('a checkpoint of a run that has not begun', async () => {
  const { progress, network: fresh } = await checkpointAfter(0)
  const lines = inspectionLines(
    { kind: 'checkpoint', network: fresh, progress },
    await inspectNetwork(fresh),
    80,
  )
  expect(lines[1]).toBe('Epochs complete: 0 of 2, and 0 of 4 examples of the next')
  expect(lines[4]).toMatch(/^sha256 /)
})

test.each<[Preprocessing, string]>([
  [
    { kind: 'image', rows: 28, cols: 20, form: 'resized', transposed: true },
    'Inputs: 28 x 20 pixels, resized, from files that list them column by column',
  ],
  [{ kind: 'image', rows: 1, cols: 3 }, 'Inputs: 1 x 3 pixels, normalised'],
  [{ kind: 'standard', means: [0, 0, 0], spreads: [1, 1, 1] }, 'Inputs: 3 numbers, each on one scale'],
  [
    {
      kind: 'table',
      ...{ label: 'species', fill: true, means: [0, 0, 0], spreads: [1, 1, 1] },
      columns: [{ name: 'petal\u001B[2J' }, { name: 'colour', values: ['blue', 'red'] }],
    },
    'Inputs: 2 columns: petal\uFFFD[2J, colour; label species; missing values are filled',
  ],
])('the meaning of inputs and outputs: %j', async (preprocessing, inputs) => {
  const names = { classes: ['靴', 'sandal'], split: { shares: [80, 10, 10], seed: '7' } }
  const metadata: ModelMetadata = { preprocessing, ...names }
  const lines = inspectionLines(
    { kind: 'model', network, metadata, stored },
    await inspectNetwork(network),
    80,
  )
  expect(lines.slice(1, 4)).toEqual([inputs, 'Classes: 靴, sandal', 'Split: 80, 10, 10 by seed 7'])
})
