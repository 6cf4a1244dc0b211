import { createHash } from 'node:crypto'
import { Network } from '@gradus/core'
import { mnistGoldens } from '@gradus/fixtures'
import { expect, test } from 'vitest'
import type { Dataset } from '../dataset.ts'
import { loadData, loadTestData, loadTrainData } from './load.ts'

function classCounts(data: Dataset): number[] {
  const counts = Array.from({ length: data.classes }, () => 0)
  for (const label of data.labels) counts[label] = (counts[label] ?? 0) + 1
  return counts
}

test.each([
  ['train', loadTrainData],
  ['test', loadTestData],
] as const)("MNIST's %s images are those that NumPy reads", async (part, load) => {
  const data = await load()
  const golden = mnistGoldens[part]
  expect(data.length).toBe(golden.count)
  expect(classCounts(data)).toEqual(golden.classCounts)
  expect([...data.labels.subarray(0, 20)]).toEqual(golden.firstLabels)
  const pixels = data.length * data.inputSize
  const sum = data.values.reduce((total, value) => total + value, 0)
  expect(sum / pixels).toBeCloseTo(golden.meanPixel, 9)
  expect(1 - data.values.length / pixels).toBeCloseTo(golden.zeroShare, 9)
})

test('the split is the first 50,000 training images and the last 10,000', async () => {
  const { train, validation, test: testData } = await loadData()
  expect(classCounts(train)).toEqual(mnistGoldens.split.training)
  expect(validation && classCounts(validation)).toEqual(mnistGoldens.split.validation)
  expect(testData.length).toBe(10_000)
})

test('the first images are the bytes that NumPy reads, and the untrained network predicts as many test images correctly', async () => {
  const train = await loadTrainData()
  const { images, labels, sizes } = mnistGoldens.firstSteps
  const pixels = labels.map((_, i) => train.at(i).pixels)
  expect(createHash('sha256').update(Buffer.concat(pixels)).digest('hex')).toBe(
    createHash('sha256').update(Buffer.from(images, 'base64')).digest('hex'),
  )
  const network = new Network(sizes, { seed: 0 })
  expect(network.evaluate(await loadTestData())).toBe(mnistGoldens.untrainedCorrect)
})
