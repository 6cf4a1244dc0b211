import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Network, RECIPES } from '@gradus/core'
import { saveCheckpoint, saveModel } from '@gradus/core/node'
import { describe, expect, test } from 'vitest'
import { checkpointAfter } from '../../test/checkpoints.ts'
import { large, useFolder } from '../../test/kept-runs.ts'
import { UsageError } from '../failure.ts'
import { formatRun } from '../history/run.ts'
import { readSpecFile, specLines } from './spec-file.ts'

const place = useFolder()

async function pathOf(name: string, content: string): Promise<string> {
  const path = join(place.folder, name)
  await writeFile(path, content)
  return path
}
const read = (path: string): Promise<unknown> => readSpecFile('--spec <file>', path)

describe('a Spec is read from', () => {
  test('what --print-spec prints, a field a line', async () => {
    const lines = specLines(large.spec)
    expect(lines).toContain('  "sizes": [784,100,10],')
    expect(await read(await pathOf('spec.json', `\n ${lines.join('\n')}`))).toEqual({ spec: large.spec })
  })

  test('the record of a run', async () => {
    expect(await read(await pathOf('run.json', formatRun(large)))).toEqual({ spec: large.spec })
  })

  test('a checkpoint, and a model', async () => {
    const checkpoint = await checkpointAfter(1)
    const { spec } = checkpoint.progress
    const [saved, model] = [join(place.folder, 'c'), join(place.folder, 'm.json')]
    await saveCheckpoint(saved, checkpoint)
    const named = { spec, classes: ['off'], split: { shares: [8, 1, 1], seed: '7' } }
    await saveModel(model, checkpoint.network, named)
    expect([await read(saved), await read(model)]).toEqual([{ spec }, named])
  })
})

describe('what holds none is refused, with the file and the remedy', () => {
  const spec = JSON.stringify({ ...large.spec, ...RECIPES.textbook })

  test.each([
    ['', 'It is a file without content'],
    ['{"sizes": [784', 'It is no valid JSON: expected a Spec, as gradus train --print-spec prints it.'],
    ['[]', 'spec is []: expected an object'],
    ['{}', 'spec.sizes is missing: expected a list of whole numbers. Correct it.'],
    [spec.replace('{', '{"momentum": 2, '), 'spec.momentum is unknown: expected only sizes, activation'],
    [spec.replace('"eta":3', '"eta":-3'), 'spec.eta is -3: expected a number of at least 0. Correct it.'],
    [formatRun(large).replace('"engine":"simd"', '"engine":"gpu"'), 'engine is "gpu": expected simd'],
  ])('%#', async (content, problem) => {
    const path = await pathOf('bad.json', content)
    const reading = read(path)
    await expect(reading).rejects.toThrow(UsageError)
    await expect(reading).rejects.toThrow(`option '--spec <file>' argument '${path}' is invalid. `)
    if (content !== '') await expect(reading).rejects.toThrow(problem)
  })

  test('a missing file, and a model that does not say how it was trained', async () => {
    await expect(read(join(place.folder, 'none.json'))).rejects.toThrow(UsageError)
    const model = join(place.folder, 'm.safetensors')
    await saveModel(model, new Network([3, 2], { seed: 0 }))
    await expect(read(model)).rejects.toThrow('It does not say how its network was trained. Name the record')
  })
})
