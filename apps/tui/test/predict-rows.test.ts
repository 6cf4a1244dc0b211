import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Network, Predictor } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import { useFolder } from '@gradus/testing/folders'
import { encode } from 'fast-png'
import { beforeAll, expect, test } from 'vitest'
import { gradus, type Result } from './gradus.ts'

const folder = useFolder()
const at = (name: string): string => join(folder.path, name)

const NUMBERS = new Network([2, 2], { seed: 1 })
beforeAll(async () => {
  const preprocessing = { kind: 'standard', means: [1, 2], spreads: [2, 4] } as const
  await saveModel(at('numbers.safetensors'), NUMBERS, { preprocessing })
  await saveModel(at('ink.safetensors'), new Network([784, 10], { seed: 0 }))
  const image = { kind: 'image', rows: 28, cols: 28, form: 'resized' } as const
  await saveModel(at('photos.safetensors'), new Network([784, 10], { seed: 0 }), { preprocessing: image })
  const pixels = new Uint8Array(40 * 40).map((_, p) => ([8, 9, 10, 29, 30, 31].includes(p % 40) ? 255 : 0))
  const framed = pixels.map((byte, p) => (p < 200 || p >= 1400 ? 0 : byte))
  await writeFile(at('11.png'), encode({ width: 40, height: 40, channels: 1, data: framed }))
})

const predict = (...args: string[]): Promise<Result> =>
  gradus(['predict', ...args], { cwd: folder.path, env: { COLUMNS: '80' } })

test.each([
  ['rows.csv', '3,10\n1,2\n'],
  ['rows.json', '[[3, 10], [1, 2]]'],
])('rows of numbers come on the scale of their model: %s', async (name, text) => {
  await writeFile(at(name), text)
  const { code, stdout } = await predict('numbers.safetensors', name, '--json')
  const outputs = [
    [1, 2],
    [0, 0],
  ].map(x => [...new Predictor(NUMBERS).outputs(Float64Array.from(x))])
  const answers = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(answers).toMatchObject(outputs.map((own, image) => ({ file: name, image, outputs: own })))
  expect(code).toBe(0)
})

test.each([
  ['short.json', '[3]', 'column 2'],
  ['word.csv', '3,ten\n', '"ten"'],
  ['broken.json', '[3, 4', 'no valid JSON'],
])('what is no row of theirs is told: %s', async (name, text, problem) => {
  await writeFile(at(name), text)
  const { code, stdout, stderr } = await predict('numbers.safetensors', name, '--json')
  expect(stderr).toContain(problem)
  expect([code, stdout]).toEqual([1, ''])
})

test('several shapes of like size are warned of, where the model takes ink', async () => {
  const message = 'The picture has several separate shapes of like size: expected one. Send each by itself.'
  const ink = await predict('ink.safetensors', '11.png', '--json')
  const unsure = expect.objectContaining({ code: 'UNSURE' })
  expect(JSON.parse(ink.stdout).warnings).toEqual([{ code: 'SEVERAL_SHAPES', message }, unsure])
  const photo = await predict('photos.safetensors', '11.png', '--json')
  expect(JSON.parse(photo.stdout).warnings).toEqual([unsure])
  const text = await predict('ink.safetensors', '11.png')
  expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain(`Warning: ${message}`)
})
