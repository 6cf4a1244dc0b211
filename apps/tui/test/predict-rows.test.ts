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

test('--show tells what was found in a picture, and where no ink is looked for', async () => {
  await writeFile(at('raw'), new Uint8Array(784).fill(200, 300, 400))
  const { code, stdout } = await predict('ink.safetensors', '11.png', 'raw', '--show')
  expect(code).toBe(0)
  expect(stdout).not.toContain('\u001B')
  const [picture = '', raw = ''] = stdout.split('\nraw: ')
  expect(picture).toMatch(/\nFound in 40 x 40 pixels: light ink on dark; nothing was dropped\.\n\.{40}\n/)
  expect(picture).toMatch(/\n\.{8}(███|###)\.{18}(███|###)\.{8}\n/)
  expect(picture).toMatch(/\nThe network gets:\n/)
  expect(raw).toMatch(/\nNo ink is looked for: the network gets the image as it is\.\n/)
  const resized = await predict('photos.safetensors', '11.png', '--show')
  expect(resized.stdout).toMatch(/\nNo ink is looked for: the network gets the whole picture, resized\.\n/)
  expect((await predict('ink.safetensors', '11.png')).stdout).not.toContain('Found')
})

test('--show with --json gives the place of the ink', async () => {
  const { stdout } = await predict('ink.safetensors', '11.png', 'raw', '--show', '--json')
  const [picture, raw] = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const box = { left: 8, top: 5, width: 24, height: 30 }
  const ink = { polarity: 'light-on-dark', ink: 6 * 30, dropped: 0, box }
  expect(picture.found).toEqual({ width: 40, height: 40, ...ink })
  expect(raw).not.toHaveProperty('found')
})

test('--show is refused for a model of no pictures', async () => {
  const { code, stderr } = await predict('numbers.safetensors', 'rows.csv', '--show')
  expect(code).toBe(2)
  expect(stderr).toContain("option '--show' is invalid. The model takes no pictures. Leave the flag out.")
})
