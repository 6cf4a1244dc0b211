import { mkdir, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Network, Predictor } from '@gradus/core'
import { loadModel, saveCheckpoint, saveModel } from '@gradus/core/node'
import { loadMnist, loadTestData } from '@gradus/mnist/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkpointAfter } from './checkpoints.ts'
import { expectRefusal, gradus } from './gradus.ts'
import { writeSmallData } from './small-data.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(['evaluate', ...args], { cwd: place.folder })
const MODEL = 'gradus.safetensors'
const ON_DATA = [MODEL, '--data', 'data']

beforeAll(async () => {
  await gradus(SMALL, { cwd: place.folder })
})

describe('MNIST', () => {
  test('the correct predictions that training counted, digit by digit', async () => {
    const args = ['train', '--epochs', '1', '--json', '--out', 'mnist.safetensors']
    const trained = await gradus(args, { cwd: place.folder })
    const epoch = JSON.parse(trained.stdout.split('\n')[1] ?? '')
    const { code, stdout, stderr } = await run('mnist.safetensors', '--json')
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ split: 'test', correct: epoch.test.correct, total: 10_000 })
    expect(report.correct).toBeGreaterThan(8000)
    expect(report.accuracy).toBe(report.correct / 10_000)
    expect(report.cost).toBeCloseTo(epoch.test.cost, 10)
    expect(report.digits.map(({ images }: { images: number }) => images)).toEqual([
      980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ])
    expect([code, stderr]).toEqual([0, ''])
    const validation = JSON.parse((await run('mnist.safetensors', '--json', '--split', 'validation')).stdout)
    expect(validation).toMatchObject({
      split: 'validation',
      correct: epoch.validation.correct,
      total: 10_000,
    })
  })
})

describe('a run in float32', () => {
  // So many outputs are 1 in float32 alone that float64 counts others.
  const ARGS = ['--data', 'data', '--sizes', '36,3', '--eta', '1000', '--seed', '6', '--epochs', '1']

  test('gives the counts of its transcript, by its model file and by its checkpoint', async () => {
    const train = ['train', ...ARGS, '--precision', 'float32', '--out', 'single.safetensors']
    const { stdout } = await gradus(train, { cwd: place.folder })
    const count = /^Epoch 0 : (\d+) \/ 30\s*$/.exec(stdout)?.[1]
    for (const file of ['single.safetensors', 'single.checkpoint.safetensors']) {
      const evaluated = await run(file, '--data', 'data')
      expect(evaluated.stdout.split(' (')[0]).toBe(`${count} / 30`)
    }
    const [{ network }, data] = await Promise.all([
      loadModel(join(place.folder, 'single.safetensors')),
      loadTestData(join(place.folder, 'data')),
    ])
    const predictor = new Predictor(network)
    const inDouble = Array.from(data.labels, (label, i) => predictor.predict(data.at(i).pixels)[0] === label)
    expect(inDouble.filter(isRight => isRight)).not.toHaveLength(Number(count))
  })
})

describe('a data set of its own', () => {
  test.each([
    ['test', [], 30],
    ['validation', [], 15],
    ['train', [], 75],
    ['validation', ['--train-size', '80'], 10],
    ['train', ['--train-size', '90'], 90],
  ] as const)('%s %j', async (split, flags, total) => {
    const { stdout } = await run(...ON_DATA, '--json', '--split', split, ...flags)
    const report = JSON.parse(stdout)
    const trainSize = flags[1] === undefined ? undefined : Number(flags[1])
    const splits = await loadMnist({ dir: join(place.folder, 'data'), trainSize })
    const examples = splits[split]
    const { network } = await loadModel(join(place.folder, MODEL))
    expect(report).toMatchObject({ split, total, dataHash: examples?.hash })
    expect(report.correct).toBe(examples && network.evaluate(examples))
  })

  test('in text', async () => {
    const { code, stdout, stderr } = await run(...ON_DATA)
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^\d+ \/ 30 \(\d+\.\d\d %\), mean cost [\d.]+$/)
    expect(lines[2]).toMatch(/^class +images +correct +recall +precision +predicted$/)
    expect(lines.slice(3, 6).map(line => line.split(/ +/).slice(0, 2))).toEqual([
      ['0', '10'],
      ['1', '10'],
      ['2', '10'],
    ])
    expect(stdout).not.toContain('\u001B')
    expect([code, stderr]).toEqual([0, ''])
  })

  test('whose test files are all that there is', async () => {
    const folder = join(place.folder, 'test-only')
    await writeSmallData(folder)
    for (const part of ['images-idx3', 'labels-idx1']) await unlink(join(folder, `train-${part}-ubyte.gz`))
    const { stdout } = await run(MODEL, '--data', 'test-only')
    expect(stdout).toBe((await run(...ON_DATA)).stdout)
    const missing = await run(MODEL, '--data', 'test-only', '--split', 'train')
    expect(missing.stderr).toMatch(/^error: option '--data <path>' argument '.*train-images-idx3-ubyte/)
    expect(missing.code).toBe(2)
  })

  test('that GRADUS_DATA names', async () => {
    const { stdout } = await gradus(['evaluate', MODEL], { cwd: place.folder, env: { GRADUS_DATA: 'data' } })
    expect(stdout).toBe((await run(...ON_DATA)).stdout)
  })
})

test('digits that are never the answer are named', async () => {
  const network = new Network([36, 3], { seed: 0 })
  network.biases[0]?.data.set([-1000, 1000, -1000])
  await saveModel(join(place.folder, 'stuck.safetensors'), network)
  const { stdout } = await run('stuck.safetensors', '--data', 'data')
  expect(stdout).toMatch(/^10 \/ 30 \(33\.33 %\)/)
  expect(stdout).toMatch(/\n\nNever predicted: 0, 2\n$/)
  const report = JSON.parse((await run('stuck.safetensors', '--data', 'data', '--json')).stdout)
  expect(report.neverPredicted).toEqual([0, 2])
  const one = { digit: 1, images: 10, right: 10, predicted: 30, recall: 1, precision: 1 / 3 }
  expect(report.digits[1]).toEqual(one)
  const { digit, images, ...figures } = one
  expect(report.classes[1]).toEqual({ class: digit, label: '1', examples: images, ...figures })
  expect(report.digits[2]).toMatchObject({ recall: 0, precision: null })
})

describe('a wrong argument or flag', () => {
  beforeAll(async () => {
    await saveCheckpoint(join(place.folder, 'xor.checkpoint'), await checkpointAfter(1))
    await saveModel(join(place.folder, 'two.safetensors'), new Network([36, 2], { seed: 0 }))
    await mkdir(join(place.folder, 'empty'))
  })

  const model = "argument '<model>' value '"
  test.each([
    [[], "missing required argument 'model'", ''],
    [['none'], model, 'there is no such file'],
    [['data'], model, 'it is a folder'],
    [[MODEL], model, 'It takes images of 6 x 6 pixels: expected such data. Name them by --data <path>.'],
    [
      ['two.safetensors', '--data', 'data'],
      model,
      '36-2, but the data have 36 pixels an image and 3 classes',
    ],
    [['xor.checkpoint'], model, 'It is a network 2-2-1, but'],
    [
      [MODEL, '--data', 'nowhere'],
      "option '--data <path>' argument '",
      'There are no data: expected a folder',
    ],
    [[MODEL, '--data', 'empty'], "option '--data <path>' argument '", 'the folder is empty: expected'],
    [
      [MODEL, '--data', 'gradus.safetensors'],
      "option '--data <path>' argument '",
      'the file is a safetensors file, as models are saved: expected a table',
    ],
    [
      [...ON_DATA, '--split', 'half'],
      "option '--split <part>' argument 'half' is invalid",
      'test, validation, train, all',
    ],
    [[...ON_DATA, '--train-size', '0'], "option '--train-size <n>' argument '0' is invalid", 'at least 1'],
    [[...ON_DATA, '--train-size', '91'], "option '--train-size <n>' argument '91' is invalid", '1..90'],
    [
      [...ON_DATA, '--train-size', '90', '--split', 'validation'],
      "option '--split <part>' argument 'validation' is invalid",
      'The data have no such part. Choose test, train or all, or make --train-size smaller.',
    ],
    [[...ON_DATA, 'another'], "too many arguments for 'evaluate'", ''],
    [[...ON_DATA, '--splt', 'test'], "unknown option '--splt'", 'Did you mean --split?'],
  ])('%j', async (args, problem, remedy) => {
    expectRefusal(await run(...args), problem, remedy)
  })
})

test('a damaged data file is a failure', async () => {
  const folder = join(place.folder, 'damaged')
  await writeSmallData(folder)
  await truncate(join(folder, 't10k-images-idx3-ubyte.gz'), 60)
  const { code, stdout, stderr } = await run(MODEL, '--data', folder)
  expect(stderr).toMatch(/^error: .*t10k-images-idx3-ubyte\.gz.*\n$/)
  expect([code, stdout]).toEqual([1, ''])
})

test('the help has examples', async () => {
  const { stdout } = await run('--help')
  expect(stdout).toContain('Examples:\n  $ gradus evaluate ')
  for (const flag of ['--split', '--train-size', '--data', '--json']) expect(stdout).toContain(`  ${flag} `)
})
