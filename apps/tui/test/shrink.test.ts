import { link, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { formatSmallModel, loadModel } from '@gradus/core/node'
import { beforeAll, expect, test } from 'vitest'
import { expectRefusal, gradus } from './gradus.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(['shrink', ...args], { cwd: place.folder })
const MODEL = 'gradus.safetensors'
const INT8 = ['--weights', 'int8', '--data', 'data', '--train-size', '75']

beforeAll(async () => {
  await gradus([...SMALL, '--train-size', '75'], { cwd: place.folder })
})

test('a model is saved in int8, and the command tells what that costs', async () => {
  const { code, stdout, stderr } = await run(MODEL, ...INT8, '--out', 'small.safetensors')
  const small = await loadModel(join(place.folder, 'small.safetensors'))
  const { network, metadata } = await loadModel(join(place.folder, MODEL))
  const { size } = await stat(join(place.folder, 'small.safetensors'))
  const { accuracy, ...others } = small.metadata
  expect(stdout).toContain(`small.safetensors: ${size.toLocaleString('en')} bytes, in int8, instead of `)
  expect(stdout).toMatch(/^validation: \d+ \/ 15 \(.* %\), before \d+ \/ 15 \(/m)
  expect(stdout).toContain(`SHA-256 of the weights and biases: ${await small.network.sha256()}\n`)
  expect([code, stderr]).toEqual([0, ''])
  expect(others).toEqual({ ...metadata, accuracy: undefined })
  expect(accuracy).toEqual({ validation: Number(/validation: (\d+)/.exec(stdout)?.[1]) / 15 })
  expect(await readFile(join(place.folder, 'small.safetensors'))).toEqual(
    Buffer.from(formatSmallModel(network, 'int8', small.metadata)),
  )
})

test('a checkpoint is saved as a model, and JSON tells the same', async () => {
  const args = ['gradus.checkpoint.safetensors', ...INT8, '--out', 'also.safetensors', '--json']
  const report = JSON.parse((await run(...args)).stdout)
  const { network } = await loadModel(join(place.folder, 'also.safetensors'))
  expect(report).toMatchObject({ weights: 'int8', sha256: await network.sha256(), total: 15 })
  const evaluated = await gradus(
    ['evaluate', MODEL, '--data', 'data', '--split', 'validation', '--train-size', '75', '--json'],
    { cwd: place.folder },
  )
  expect(report.before).toBe(JSON.parse(evaluated.stdout).correct)
})

test('the model itself is not overwritten, nor saved in a type that is none', async () => {
  await link(join(place.folder, MODEL), join(place.folder, 'linked.safetensors'))
  expectRefusal(
    await run(MODEL, ...INT8, '--out', 'linked.safetensors'),
    'It is the model itself.',
    'Expected another path',
  )
  expectRefusal(
    await run(MODEL, '--weights', 'int4', '--out', 'x'),
    "argument 'int4' is invalid",
    'Allowed choices are float32, float16, int8.',
  )
})
