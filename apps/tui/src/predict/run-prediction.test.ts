import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Network, Predictor } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import { useFolder } from '@gradus/testing/folders'
import { encode } from 'fast-png'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { runPrediction } from './run-prediction.ts'

const folder = useFolder('file')
const at = (name: string): string => join(folder.path, name)
const printed: string[] = []
const told: string[] = []
vi.mock('../terminal/output.ts', async original => ({
  ...(await original<typeof import('../terminal/output.ts')>()),
  printJson: async (objects: readonly object[]) => {
    printed.push(...objects.map(object => JSON.stringify(object)))
    return true
  },
  printPainted: async (lines: readonly string[]) => {
    printed.push(...lines)
    return true
  },
  reportFailure: (error: unknown) => told.push(String(error)),
}))

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
afterEach(() => {
  printed.length = 0
  told.length = 0
})

async function predicted(model: string, file: string, json = true): Promise<number> {
  return await runPrediction(at(model), { files: [at(file)], indices: [], json })
}

test.each([
  ['rows.csv', '3,10\n1,2\n'],
  ['rows.json', '[[3, 10], [1, 2]]'],
])('rows of numbers come on the scale of their model: %s', async (name, text) => {
  await writeFile(at(name), text)
  expect(await predicted('numbers.safetensors', name)).toBe(0)
  const outputs = [
    [1, 2],
    [0, 0],
  ].map(x => [...new Predictor(NUMBERS).outputs(Float64Array.from(x))])
  expect(printed.map(line => JSON.parse(line))).toMatchObject(
    outputs.map((own, image) => ({ file: at(name), image, outputs: own })),
  )
})

test.each([
  ['short.json', '[3]', 'column 2'],
  ['word.csv', '3,ten\n', '"ten"'],
  ['broken.json', '[3, 4', 'no valid JSON'],
])('what is no row of theirs is told: %s', async (name, text, problem) => {
  await writeFile(at(name), text)
  expect(await predicted('numbers.safetensors', name)).toBe(1)
  expect([told.join(), printed]).toEqual([expect.stringContaining(problem), []])
})

test('several shapes of like size are warned of, where the model takes ink', async () => {
  const message = 'The picture has several separate shapes of like size: expected one. Send each by itself.'
  await predicted('ink.safetensors', '11.png')
  await predicted('photos.safetensors', '11.png')
  const [ink, photo] = printed.map(line => JSON.parse(line))
  expect(ink.warnings).toEqual([{ code: 'SEVERAL_SHAPES', message }])
  expect(photo.warnings).toBeUndefined()
  await predicted('ink.safetensors', '11.png', false)
  expect(printed).toContain(`Warning: ${message}`.slice(0, 80).replace(/ \S*$/, ''))
})
