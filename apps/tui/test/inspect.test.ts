import { copyFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Network } from '@gradus/core'
import { saveCheckpoint, saveModel } from '@gradus/core/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkpointAfter } from './checkpoints.ts'
import { gradus } from './gradus.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(['inspect', ...args], { cwd: place.folder })

/**
 * Statistics of draws of NumPy's default_rng(0), biases (15 x 1) and (10 x 1), then weights (15 x 784) and
 * (10 x 15): the figures that min, max, mean, std and linalg.norm give, and the SHA-256 of all numbers as
 * little-endian float64.
 */
const NUMPY = {
  sha256: 'eb9703b44bd3c87f8c03057864c58adc3608edc8fa08ebd50d950f2d21b123f2',
  layers: [
    {
      weights: [
        -3.899421730054339, 3.945549686526577, 0.005378069046165261, 0.9996046536420873, 108.40222983677361,
      ],
      biases: [
        -2.3250307746388343, 1.3040000451301372, -0.23499225069742885, 0.8993998520418037, 3.600294679065857,
      ],
    },
    {
      weights: [
        -2.8579110421623204, 2.138427774138711, 0.014288533401915705, 1.0006276259565012, 12.256384915713042,
      ],
      biases: [
        -0.7322673547034516, 1.3664634705496859, 0.16890317977507605, 0.7189934157373086, 2.3355509328887134,
      ],
    },
  ],
} as const

beforeAll(async () => {
  await saveModel(join(place.folder, 'fresh.safetensors'), new Network([784, 15, 10], { seed: 0 }))
  await saveCheckpoint(join(place.folder, 'run.checkpoint'), await checkpointAfter(1))
})

describe('a model', () => {
  test("with NumPy's seed has NumPy's figures", async () => {
    const { code, stdout, stderr } = await run('fresh.safetensors', '--json')
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ kind: 'model', sizes: [784, 15, 10], parameters: 11_935, seed: '0' })
    expect(report.file).toBe(join(place.folder, 'fresh.safetensors'))
    expect(report.sha256).toBe(NUMPY.sha256)
    for (const [l, golden] of NUMPY.layers.entries()) {
      for (const part of ['weights', 'biases'] as const) {
        const { min, max, mean, std, norm, zeros } = report.layers[l][part]
        expect([min, max]).toEqual(golden[part].slice(0, 2))
        for (const [i, value] of [mean, std, norm].entries())
          expect(value).toBeCloseTo(golden[part][2 + i] ?? 0, 12)
        expect(zeros).toBe(0)
      }
    }
    expect(report.layers[1]).toMatchObject({
      layer: 2,
      weights: { rows: 10, cols: 15 },
      biases: { rows: 10, cols: 1 },
    })
    expect([code, stderr]).toEqual([0, ''])
  })

  test('in text', async () => {
    const { code, stdout, stderr } = await run('fresh.safetensors')
    const { size } = await stat(join(place.folder, 'fresh.safetensors'))
    expect(stdout.split('\n')).toEqual([
      'Model of a network 784-15-10: 11,935 parameters, seed 0',
      `File: weights float64, ${size.toLocaleString('en')} bytes`,
      `sha256 ${NUMPY.sha256}`,
      '',
      'layer         shape      min    max      mean     std   norm  zeros',
      '1 weights  15 x 784   -3.899  3.946  0.005378  0.9996  108.4      0',
      '1 biases     15 x 1   -2.325  1.304    -0.235  0.8994    3.6      0',
      '2 weights   10 x 15   -2.858  2.138   0.01429   1.001  12.26      0',
      '2 biases     10 x 1  -0.7323  1.366    0.1689   0.719  2.336      0',
      '',
    ])
    expect([code, stderr]).toEqual([0, ''])
  })

  test('with smaller weights', async () => {
    const path = join(place.folder, 'small.safetensors')
    await saveModel(path, new Network([784, 15, 10], { seed: 0 }), {}, 'int8')
    const { size } = await stat(path)
    const bytes = `${size.toLocaleString('en')} bytes`
    expect((await run('small.safetensors')).stdout).toContain(`\nFile: weights int8, ${bytes}\nsha256 `)
    const report = JSON.parse((await run('small.safetensors', '--json')).stdout)
    expect(report.stored).toEqual({ weights: ['int8', 'int8'], bytes: size })
  })

  test('as train saves it', async () => {
    const trained = await gradus([...SMALL, '--json'], { cwd: place.folder })
    const lines = trained.stdout.trimEnd().split('\n')
    const [started, last, finished] = [lines[0], lines.at(-2), lines.at(-1)].map(line =>
      JSON.parse(line ?? ''),
    )
    const { stdout } = await run('gradus.safetensors', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      sha256: finished.sha256,
      spec: { epochs: 3, miniBatchSize: 10, eta: 3, data: { hash: started.dataHash, train: 75, test: 30 } },
      epochs: 3,
      accuracy: { test: last.correct / 30, validation: last.validation.correct / 15 },
    })
    const text = await run('gradus.safetensors')
    expect(text.stdout).toContain(
      'Epochs complete: 3\nOptions: 3 epochs, mini-batches of 10, eta 3, float64\nAccuracy: test ',
    )
    expect(text.stdout).toContain(
      `Training data: ${started.dataHash}\nInputs: 6 x 6 pixels, resized\nFile: weights float64, `,
    )
    expect(text.stdout).toContain(` bytes\nsha256 ${finished.sha256}\n`)
  })
})

describe('a checkpoint', () => {
  test('in JSON', async () => {
    const { code, stdout } = await run('run.checkpoint', '--json')
    const report = JSON.parse(stdout)
    const { network, progress } = await checkpointAfter(1)
    expect(report).toMatchObject({ kind: 'checkpoint', sizes: [2, 2, 1], sha256: await network.sha256() })
    const { epoch, position } = progress
    const spec: unknown = JSON.parse(JSON.stringify(progress.spec))
    expect(report.progress).toMatchObject({ epoch, position, spec })
    expect(report.progress.history).toHaveLength(1)
    expect(report.progress.order).toBeUndefined()
    expect(code).toBe(0)
  })

  test('in text', async () => {
    const { stdout } = await run('run.checkpoint')
    expect(stdout).toMatch(
      /^Checkpoint of a network 2-2-1: 9 parameters, seed 0\nEpochs complete: 1 of 2, and 0 of 4 examples of the next\n/,
    )
    expect(stdout).toMatch(/^Epoch 0: cost 0\.\d+$/m)
  })
})

describe('what is no model', () => {
  beforeAll(async () => {
    await writeFile(join(place.folder, 'text'), 'not a model at all, but a text')
    await copyFile(join(place.folder, 'fresh.safetensors'), join(place.folder, 'cut.safetensors'))
    await truncate(join(place.folder, 'cut.safetensors'), 5000)
    await copyFile(join(place.folder, 'run.checkpoint'), join(place.folder, 'cut.checkpoint'))
    await truncate(join(place.folder, 'cut.checkpoint'), 1000)
  })

  test.each([
    ['missing.safetensors', 'there is no such file. Check the spelling.'],
    ['data', 'it is a folder. Name a file in it.'],
    ['text', 'it is a text that begins with "not a model at all, but a text"'],
    ['cut.safetensors', 'Use an undamaged copy, or save it again.'],
    ['cut.checkpoint', '992 follow: expected it to fit the file. Check that it is a model, and whole.'],
  ])('%s', async (file, problem) => {
    const { code, stdout, stderr } = await run(file)
    expect(stderr).toMatch(/^error: argument '<model>' value '.+' is invalid\. .+\n$/)
    expect(stderr).toContain(join(place.folder, file))
    expect(stderr).toContain(problem)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  test.each([
    [[], "missing required argument 'model'"],
    [[''], 'Expected a path.'],
    [['fresh.safetensors', 'another'], "too many arguments for 'inspect'"],
    [['fresh.safetensors', '--jsn'], 'Did you mean --json?'],
  ])('%j', async (args, problem) => {
    const { code, stdout, stderr } = await run(...args)
    expect(stderr).toMatch(/^error: /)
    expect(stderr).toContain(problem)
    expect([code, stdout]).toEqual([2, ''])
  })
})

test('the help has examples', async () => {
  const { code, stdout } = await run('--help')
  expect(stdout).toContain('Examples:\n  $ gradus inspect ')
  expect(stdout).toContain('--json')
  expect(code).toBe(0)
})
