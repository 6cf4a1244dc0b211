import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Network, OptionError } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import { useFolder } from '@gradus/testing/folders'
import { beforeAll, describe, expect, test } from 'vitest'
import { runEvaluation } from './evaluate/evaluate.ts'
import { UsageError } from './failure.ts'
import { findRunOrFile } from './history/list-runs.ts'
import { openModel } from './model.ts'
import { runPrediction } from './predict/run-prediction.ts'
import { blameFlag, prepareRun } from './run/prepare.ts'
import type { TrainSettings } from './run/settings.ts'

const folder = useFolder('file')
const at = (name: string): string => join(folder.path, name)

const TRAIN: TrainSettings = {
  ...{ sizes: [4, 2], epochs: 1, miniBatchSize: 1, eta: 1, seed: 0, engine: 'auto', test: true },
  ...{
    out: undefined,
    checkpoint: undefined,
    checkpointSeconds: 5,
    watched: false,
    given: [],
    resume: undefined,
  },
}

beforeAll(async () => {
  await saveModel(at('m.safetensors'), new Network([4, 2], { seed: 0 }))
  await writeFile(at('seven.png'), '\x89PNG\r\n\x1a\n', 'latin1')
  await mkdir(at('my data'))
})

/** The message with which some work is refused. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    thrown => thrown,
  )
  expect(error).toBeInstanceOf(UsageError)
  return String(error).replaceAll(`${folder.path}/`, '')
}

describe('swapped arguments are told in their order', () => {
  test('of predict', async () => {
    const settings = { files: [at('eight.png'), '-', at('m.safetensors')], indices: [], json: false }
    expect(await refusal(runPrediction(at('seven.png'), settings))).toMatch(
      /value 'seven.png' is invalid. The model is m.safetensors: expected it first, as in `.* predict m.safetensors seven.png eight.png -`\.$/,
    )
    const alone = { files: [at('eight.png')], indices: [], json: false }
    expect(await refusal(runPrediction(at('seven.png'), alone))).toContain('seven.png: it is a PNG picture')
  })

  test('of evaluate', async () => {
    const settings = { split: 'test', data: at('m.safetensors'), json: false } as const
    expect(await refusal(runEvaluation(at('my data'), settings))).toMatch(
      /The model is m.safetensors: expected it first, as in `.* evaluate m.safetensors --data 'my data'`\.$/,
    )
    const right = { split: 'test', data: at('my data'), json: false } as const
    expect(await refusal(runEvaluation(at('seven.png'), right))).toContain('it is a PNG picture')
  })

  test('of compare: a model is no record of a run', async () => {
    const list = { folder: '/runs', runs: [], problems: [], damaged: [] }
    const find = (name: string) => refusal(findRunOrFile('<run...>', name, list))
    expect(await find(at('m.safetensors'))).toContain(
      'It is a safetensors file, as models are saved: expected the record of a run. Name one that `',
    )
    expect(await find('nowhere.safetensors')).toContain('there is no such file')
    await writeFile(at('run.json'), '{"format": "other"}')
    expect(await find(at('run.json'))).toContain('format is "other"')
  })
})

test('the words and the cause of an error of the library are kept where a flag or an argument is blamed', async () => {
  const opened: unknown = await openModel(at('seven.png')).catch(error => error)
  expect(opened).toMatchObject({
    name: 'UsageError',
    cause: { name: 'ModelFileError', file: at('seven.png') },
  })
  const settings = { ...TRAIN, resume: at('m.safetensors') }
  const blamed = blameFlag(
    new OptionError('resume', 'The run to resume is another: expected its own.'),
    settings,
  )
  expect(String(blamed)).toContain('is invalid. The run to resume is another: expected its own.')
  expect(blamed).toMatchObject({ name: 'UsageError', cause: { name: 'OptionError' } })
})

test('a run does not go on from a model, which says where the checkpoint may be', async () => {
  expect(await refusal(prepareRun({ ...TRAIN, resume: at('m.safetensors') }))).toContain(
    "'m.safetensors' is invalid. It is a model, which has not all that a run goes on from: expected its checkpoint, such as m.checkpoint.safetensors.",
  )
})
