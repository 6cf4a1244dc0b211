import { describe, expect, it } from 'vitest'
import { GradusError } from '../errors.ts'
import { Network } from '../network.ts'
import { denseExamples } from '../pairs.ts'
import { SgdController } from '../training/controller.ts'
import type { Checkpoint } from '../training/progress.ts'
import { sgd } from '../training/sgd.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint-file.ts'
import { sealed } from './digest.ts'
import { ModelFileError, type ModelFileRule } from './model-file-error.ts'
import { formatSafetensors, parseSafetensors } from './safetensors.ts'

const xor = {
  ...denseExamples([
    [[0, 0], [0]],
    [[0, 1], [1]],
    [[1, 0], [1]],
    [[1, 1], [0]],
  ]),
  hash: 'xor',
}

/** Predictions on the four examples by a network with a single output. */
const four = { examples: [4], predictions: [4], correct: [4], confused: [], worst: [] }

/** A checkpoint in the middle of the second epoch, with a change of eta behind it, and the run's end. */
async function checkpointAndEnd(): Promise<{ checkpoint: Checkpoint; end: Network }> {
  const network = new Network([2, 3, 1], { seed: 0 })
  const controller = new SgdController()
  controller.step()
  let checkpoint: Checkpoint | undefined
  for await (const event of sgd(network, xor, {
    epochs: 4,
    miniBatchSize: 3,
    eta: 1,
    testData: xor,
    validationData: xor,
    trainingSample: xor,
    controller,
  })) {
    if (event.type === 'epoch' && event.epoch === 0) controller.setEta(0.5)
    if (event.type === 'checkpoint') checkpoint = event.checkpoint
    if (event.type !== 'progress') continue
    if (event.epoch === 1 && event.position === 3) controller.checkpoint()
    controller.step()
  }
  if (!checkpoint) throw new Error('There was no checkpoint')
  return { checkpoint, end: network }
}

describe('checkpoint files', () => {
  it('give back all of a run, which goes on to the same bits', async () => {
    const { checkpoint, end } = await checkpointAndEnd()
    const { network, progress } = parseCheckpoint(formatCheckpoint(checkpoint))
    expect(progress).toEqual(checkpoint.progress)
    expect(progress).toMatchObject({
      epoch: 1,
      position: 3,
      spec: { eta: 1, etaChanges: [{ epoch: 1, position: 0, eta: 0.5 }], data: { hash: 'xor', train: 4 } },
    })
    expect(progress.history[0]).toMatchObject({ epoch: 0, total: 4, validation: { total: 4 } })
    expect(progress.history[0]?.training).toEqual(progress.history[0]?.test)
    for await (const _ of sgd(network, xor, { ...progress.spec, resume: progress }));
    expect(network.weights).toEqual(end.weights)
    expect(network.biases).toEqual(end.biases)
    expect(network.rng.state).toEqual(end.rng.state)
  })

  it('keep the predictions after the last epoch, or none where an earlier program kept none', async () => {
    const { checkpoint } = await checkpointAndEnd()
    const file = formatCheckpoint(checkpoint)
    const { confusions } = parseCheckpoint(file).progress
    expect(confusions?.test).toMatchObject({ examples: [4], predictions: [4], correct: [4], worst: [] })
    expect(parseCheckpoint(withoutTensor(file, 'confusions')).progress).not.toHaveProperty('confusions')
  })

  it.each([
    ['{', 'metadata confusions is no valid JSON: expected an object'],
    ['[]', 'metadata confusions is []: expected an object'],
    ['{"test":{"examples":[4]}}', 'metadata confusions.test.predictions is missing: expected a list'],
    [
      JSON.stringify({ test: { ...four, confused: [{ label: 0, prediction: 0, count: 0 }] } }),
      'metadata confusions.test.confused[0].count is 0: expected a whole number of at least 1',
    ],
    [
      JSON.stringify({
        test: { ...four, worst: [{ example: 0, label: 0, prediction: 0, outputs: [null] }] },
      }),
      'metadata confusions.test.worst[0].outputs is [null]: expected a list of numbers',
    ],
    [
      JSON.stringify({ validation: { ...four, correct: [3] } }),
      'has counts of predictions on the validation data that cannot be: expected those of its last',
    ],
  ])('are refused for predictions after the last epoch of %s', async (text, message) => {
    const { checkpoint } = await checkpointAndEnd()
    const { metadata, tensors } = parseSafetensors(formatCheckpoint(checkpoint), 'f')
    const bytes = new TextEncoder().encode(text)
    const confusions = { dtype: 'U8', shape: [bytes.length], bytes }
    const file = formatSafetensors(
      sealed({ metadata, tensors: new Map([...tensors, ['confusions', confusions]]) }),
    )
    expect(() => parseCheckpoint(file)).toThrow(message)
  })

  it('hold a history of any length', async () => {
    const { checkpoint } = await checkpointAndEnd()
    const [record] = checkpoint.progress.history
    if (!record) throw new Error('There was no epoch')
    const epochs = 130_000
    const history = Array.from({ length: epochs }, (_, epoch) => ({ ...record, epoch }))
    const spec = { ...checkpoint.progress.spec, epochs }
    const begun = { position: 0, costSum: 0, epochTrainSeconds: 0 }
    const progress = { ...checkpoint.progress, spec, epoch: epochs, ...begun, history }
    const parsed = parseCheckpoint(formatCheckpoint({ ...checkpoint, progress }))
    expect(parsed.progress.history).toHaveLength(epochs)
    expect(parsed.progress.history.at(-1)).toEqual(history.at(-1))
  })

  it('are not written where they could not be read again', async () => {
    const { checkpoint } = await checkpointAndEnd()
    const format = (change: object) => () =>
      formatCheckpoint({ ...checkpoint, progress: { ...checkpoint.progress, ...change } })
    const { spec } = checkpoint.progress
    const [record] = checkpoint.progress.history
    const cases: [object, string][] = [
      [
        { costSum: Number.NaN },
        'The checkpoint to save: metadata checkpoint.progress.costSum is NaN: expected a number of at least 0. Correct it.',
      ],
      [{ network: 0.5 }, 'progress.network is 0.5: expected a whole number of at least 0'],
      [{ spec: undefined }, 'progress.spec is missing: expected an object'],
      [{ spec: { ...spec, data: { train: 4, hash: 5 } } }, 'progress.spec.data.hash is 5: expected a string'],
      [
        { spec: { ...spec, sizes: [2, 4, 1] } },
        'progress.spec.sizes is [2,4,1]: expected [2,3,1], as its network',
      ],
      [{ spec: { ...spec, seed: '1' } }, 'progress.spec.seed is "1": expected "0", as its network has it'],
      [{ spec: { ...spec, momentum: 0.9 } }, 'progress.spec.momentum is unknown: expected only sizes, '],
      [
        { spec: { ...spec, etaChanges: [{ epoch: 0.5, position: 0, eta: 1 }] } },
        'progress.spec.etaChanges[0].epoch is 0.5',
      ],
      [{ history: [{ ...record, trainSeconds: Number.NaN }] }, 'progress.history[0].trainSeconds is NaN'],
      [{ history: 3n }, 'progress.history is 3: expected a list of objects'],
      [{ order: [0, 1, 2, 3] }, 'The order is [0,1,2,3]: expected a Uint32Array'],
      [{ position: 2 }, 'stands at example 2 of epoch 1'],
    ]
    for (const [change, message] of cases) {
      expect(format(change)).toThrow(GradusError)
      expect(format(change)).toThrow(message)
    }
    const formatAny = (value: unknown) => () => Reflect.apply(formatCheckpoint, undefined, [value])
    expect(formatAny(undefined)).toThrow('metadata checkpoint is missing: expected an object')
    expect(formatAny({ progress: checkpoint.progress })).toThrow('The network is undefined')
    expect(formatAny({ network: checkpoint.network })).toThrow('metadata checkpoint.progress is missing')
  })

  const broken: [ModelFileRule, (file: Uint8Array) => Uint8Array, string][] = [
    ['kind', file => withMetadata(file, 'kind', 'model'), 'it is a "model": expected a checkpoint'],
    [
      'tensor-missing',
      file => withoutTensor(file, 'order'),
      'it has no tensor "order": expected one of U32 [4]',
    ],
    ['field', file => withMetadata(file, 'progress', '{'), 'metadata progress is no valid JSON'],
    ['field', file => withMetadata(file, 'progress', '[]'), 'metadata progress is []: expected an object'],
    [
      'field',
      file => withProgress(file, { epoch: -1 }),
      'metadata progress.epoch is -1: expected a whole number of at least 0',
    ],
    [
      'field',
      file => withHistory(file, '[{"epoch":0}]'),
      'metadata history[0].cost is missing: expected a number of at least 0',
    ],
    [
      'field',
      file => withHistory(file, '[{'),
      'metadata history is no valid JSON: expected a list of objects',
    ],
    ['field', file => withHistory(file, '{}'), 'metadata history is {}: expected a list of objects'],
    ['field', file => withHistory(file, '[null]'), 'metadata history[0] is null: expected an object'],
    [
      'field',
      file => withHistory(file, Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d)),
      'metadata history is no valid JSON: expected a list of objects',
    ],
    [
      'field',
      file => withHistory(file, '[{"epoch":0,"test":{"correct":5,"total":4}}]'),
      'metadata history[0].test.correct is 5: expected a whole number of 0 .. 4',
    ],
    [
      'field',
      file => withHistory(file, '[{"epoch":0,"test":{"correct":3,"total":4,"cost":1,"predictions":[4,-1]}}]'),
      'metadata history[0].test.predictions is [4,-1]: expected a list of whole numbers',
    ],
    [
      'tensor-missing',
      file => withoutTensor(file, 'history'),
      'it has no tensor "history": expected one of U8 [0]',
    ],
    [
      'tensor-shape',
      file => withHistory(file, '[]', [1, 2]),
      'tensor "history" has shape [1, 2]: expected [2]',
    ],
    [
      'field',
      file => withHistory(file, '[]'),
      'has a history of 0 epochs: expected the 1 epochs that are complete',
    ],
    ['field', file => withProgress(file, { position: 2 }), 'stands at example 2 of epoch 1'],
    [
      'field',
      file => withProgress(file, { network: -1 }),
      'metadata progress.network is -1: expected a whole number',
    ],
    [
      'field',
      file => withSpec(file, { etaChanges: 3 }),
      'metadata spec.etaChanges is 3: expected a list of objects',
    ],
    [
      'field',
      file => withSpec(file, { eta: '3' }),
      'metadata spec.eta is "3": expected a number of at least 0',
    ],
    [
      'field',
      file => withSpec(file, { eta: 5e-324 }),
      'metadata spec does not fit together: eta is 5e-324: expected more',
    ],
    ['field', file => withSpec(file, { momentum: 0.9 }), 'metadata spec.momentum is unknown: expected only'],
    [
      'field',
      file => withProgress(file, { momentum: 0.9 }),
      'metadata progress.momentum is unknown: expected only',
    ],
    ['field', file => withMetadata(file, 'spec', '{'), 'metadata spec is no valid JSON: expected a value'],
    [
      'tensor-shape',
      file => withSpec(file, { data: { train: 5 } }),
      'tensor "order" has shape [4]: expected [5]',
    ],
  ]

  it.each(broken)('are refused for %s (%#)', async (rule, breakIt, message) => {
    const { checkpoint } = await checkpointAndEnd()
    const parse = (): unknown => parseCheckpoint(breakIt(formatCheckpoint(checkpoint)), 'run.checkpoint')
    expect(parse).toThrow(ModelFileError)
    expect(parse).toThrow(expect.objectContaining({ rule, file: 'run.checkpoint' }))
    expect(parse).toThrow(message)
  })
})

/** Values of which each may be, but not with the others of its file; the digest fits. */
const contradictions: [string, object, string][] = [
  ['costs before its epoch', { position: 0 }, 'with a sum of'],
  ['another network', { network: 1 }, 'belongs to a network with fingerprint 1: expected '],
]

/** Values of the Spec alike. */
const contradictorySpecs: [string, object, string][] = [
  ['another network', { sizes: [2, 4, 1] }, 'spec.sizes is [2,4,1]: expected [2,3,1], as its network has it'],
  ['another seed', { seed: '1' }, 'spec.seed is "1": expected "0", as its network has it'],
  ['an epoch of an eta that it never had', { eta: 2 }, 'had eta 1 in epoch 0: expected one of 2, 0.5'],
  ['an epoch behind its last one', { epochs: 1 }, 'expected the end of'],
  [
    'numbers that its precision has not',
    { precision: 'float32' },
    'is of float32, and its network has other numbers',
  ],
]

it.each(contradictorySpecs)(
  'a checkpoint is refused for the Spec of %s, though its digest fits',
  async (_, change, message) => {
    const { checkpoint } = await checkpointAndEnd()
    const parse = (): unknown => parseCheckpoint(withSpec(formatCheckpoint(checkpoint), change))
    expect(parse).toThrow(expect.objectContaining({ rule: 'field' }))
    expect(parse).toThrow(message)
  },
)

it('a checkpoint keeps the names of its classes and the size of its images', async () => {
  const { checkpoint } = await checkpointAndEnd()
  const names = { classes: ['odd'], preprocessing: { kind: 'image', rows: 1, cols: 2 } } as const
  expect(parseCheckpoint(formatCheckpoint({ ...checkpoint, ...names }))).toEqual({ ...checkpoint, ...names })
})

it.each(contradictions)(
  'a checkpoint is refused for %s, though its digest fits',
  async (_, change, message) => {
    const { checkpoint } = await checkpointAndEnd()
    const file = withProgress(formatCheckpoint(checkpoint), change)
    const parse = (): unknown => parseCheckpoint(file, 'run.checkpoint')
    expect(parse).toThrow(expect.objectContaining({ rule: 'field', file: 'run.checkpoint' }))
    expect(parse).toThrow(message)
  },
)

it('a checkpoint is refused for results of other classes than its network has, though its digest fits', async () => {
  const { checkpoint } = await checkpointAndEnd()
  const history = checkpoint.progress.history.map(record => ({
    ...record,
    validation: { correct: 2, total: 4, cost: 1, predictions: [2, 2] },
  }))
  const bare = withoutTensor(formatCheckpoint(checkpoint), 'confusions')
  const file = withHistory(bare, JSON.stringify(history))
  expect(() => parseCheckpoint(file)).toThrow('has predictions of 2 classes in epoch 0: expected 1')
})

function withMetadata(file: Uint8Array, key: string, value: string): Uint8Array {
  const { metadata, tensors } = parseSafetensors(file, 'f')
  return formatSafetensors(sealed({ metadata: new Map([...metadata, [key, value]]), tensors }))
}

function withProgress(file: Uint8Array, change: object): Uint8Array {
  return withChange(file, 'progress', change)
}

function withSpec(file: Uint8Array, change: object): Uint8Array {
  return withChange(file, 'spec', change)
}

function withChange(file: Uint8Array, key: string, change: object): Uint8Array {
  const value: unknown = JSON.parse(parseSafetensors(file, 'f').metadata.get(key) ?? '')
  return withMetadata(file, key, JSON.stringify(Object.assign({}, value, change)))
}

function withoutTensor(file: Uint8Array, without: string): Uint8Array {
  const { metadata, tensors } = parseSafetensors(file, 'f')
  const others = new Map([...tensors].filter(([name]) => name !== without))
  return formatSafetensors(sealed({ metadata, tensors: others }))
}

function withHistory(file: Uint8Array, text: string | Uint8Array, shape?: number[]): Uint8Array {
  const { metadata, tensors } = parseSafetensors(file, 'f')
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const history = { dtype: 'U8', shape: shape ?? [bytes.length], bytes }
  return formatSafetensors(sealed({ metadata, tensors: new Map([...tensors, ['history', history]]) }))
}
