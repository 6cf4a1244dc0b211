import { describe, expect, it } from 'vitest'
import { MemoryError, OptionError } from '../errors.ts'
import { Matrix } from '../math/matrix.ts'
import { Network } from '../network.ts'
import { completeSpec } from '../spec.ts'
import { sealed } from './digest.ts'
import type { ModelMetadata } from './metadata.ts'
import { formatModel, parseModel } from './model-file.ts'
import { ModelFileError, type ModelFileRule } from './model-file-error.ts'
import { parseNamedParameters } from './named-parameters.ts'
import { asFileError } from './parameters-file.ts'
import type { Preprocessing } from './preprocessing.ts'
import { formatSafetensors, parseSafetensors, type Tensor } from './safetensors.ts'

const network = new Network([3, 4, 2], { seed: [1n, 2n ** 70n] })
const scale = { means: [1.5, 0, 0], spreads: [2, 1, 1] }
const spec = completeSpec({
  ...{ sizes: [3, 4, 2], seed: '1,1180591620717411303424', epochs: 30, miniBatchSize: 10, eta: 3 },
  data: { hash: 'abc:0:50000', train: 50_000, validation: 10_000 },
})
const metadata: ModelMetadata = {
  spec,
  classes: ['boot', 'shoe'],
  preprocessing: { kind: 'image', rows: 1, cols: 3 },
  epochs: 30,
  accuracy: { test: 0.9351, validation: 0.94 },
}
const file = formatModel(network, metadata)

/**
 * The model file with some of its metadata, or a tensor, replaced or (for undefined) taken out, and a digest
 * that fits.
 */
function changed(change: {
  metadata?: Record<string, string | undefined>
  tensors?: Record<string, Tensor | undefined>
}): Uint8Array {
  const parts = parseSafetensors(file, 'f')
  const replaced = <T>(
    map: ReadonlyMap<string, T>,
    by: Record<string, T | undefined> = {},
  ): Map<string, T> => {
    const copy = new Map(map)
    for (const [key, value] of Object.entries(by)) {
      if (value === undefined) copy.delete(key)
      else copy.set(key, value)
    }
    return copy
  }
  return formatSafetensors(
    sealed({
      metadata: replaced(parts.metadata, change.metadata),
      tensors: replaced(parts.tensors, change.tensors),
    }),
  )
}

const float64 = (shape: number[], ...values: number[]): Tensor => {
  return { dtype: 'F64', shape, bytes: new Uint8Array(Float64Array.from(values).buffer) }
}

describe('model files', () => {
  it('give back the network, its generator and what is said of it', () => {
    const loaded = parseModel(file)
    expect(loaded.metadata).toEqual(metadata)
    expect(loaded.network.sizes).toEqual(network.sizes)
    expect(loaded.network.biases).toEqual(network.biases)
    expect(loaded.network.weights).toEqual(network.weights)
    expect(loaded.network.seed).toEqual([1, 2n ** 70n])
    expect(loaded.network.rng.state).toEqual(network.rng.state)
  })

  it('keep the scale of inputs that were standardised', () => {
    const preprocessing: Preprocessing = { kind: 'standard', means: [-3.75, 0, 1e-3], spreads: [2.5, 1, 0.1] }
    expect(parseModel(formatModel(network, { preprocessing })).metadata).toEqual({ preprocessing })
  })

  it('keep the columns of a table, the form of pictures, and the split', () => {
    const columns = [{ name: 'petal length' }, { name: 'colour', values: ['red', 'blue'] }]
    const table: Preprocessing = { kind: 'table', label: 'kind', columns, fill: true, ...scale }
    const image: Preprocessing = { kind: 'image', rows: 1, cols: 3, form: 'resized', transposed: true }
    const split = { shares: [80, 10, 10], seed: '0' }
    for (const facts of [{ preprocessing: table, split }, { preprocessing: image }])
      expect(parseModel(formatModel(network, facts)).metadata).toEqual(facts)
  })

  it('give a page what predictions need, and the record of training unread', () => {
    const { classes, preprocessing } = metadata
    for (const unread of [{}, { spec: '3' }, { model: '{"epochs":-1}' }, { generator: '{' }]) {
      const { parameters, names } = parseNamedParameters(changed({ metadata: unread }))
      expect(names).toEqual({ classes, preprocessing })
      expect(parameters).toMatchObject({ sizes: network.sizes, activation: 'sigmoid', output: 'sigmoid' })
      expect(parameters.weights).toEqual(network.weights.map(({ data }) => ({ data })))
      expect(parameters.biases).toEqual(network.biases.map(({ data }) => ({ data })))
    }
  })

  it('predict the same bits', () => {
    const x = Matrix.column([0.1, 0.7, 0.4])
    expect(parseModel(file).network.feedforward(x)).toEqual(network.feedforward(x))
  })

  it('may say nothing of the network, and keep every kind of seed', () => {
    for (const seed of [0, 2n ** 64n + 5n, [], [3]]) {
      const saved = formatModel(new Network([2, 1], { seed }))
      expect(parseModel(saved)).toMatchObject({ metadata: {}, network: { seed } })
    }
  })

  it('hold tensors that other programs can read: float64, by layer', () => {
    const { tensors } = parseSafetensors(file, 'f')
    expect([...tensors].map(([name, { dtype, shape }]) => `${name} ${dtype} ${shape}`)).toEqual([
      'biases.0 F64 4,1',
      'biases.1 F64 2,1',
      'weights.0 F64 4,3',
      'weights.1 F64 2,4',
    ])
  })

  it('may come as an ArrayBuffer, but not as anything else', () => {
    expect(parseModel(file.buffer).network.weights).toEqual(network.weights)
    expect(() => Reflect.apply(parseModel, undefined, [undefined])).toThrow(
      'bytes is undefined: expected a Uint8Array',
    )
  })

  it('are not written where they could not be read again', () => {
    const broken = network.clone()
    broken.weights[1]?.data.fill(Number.NaN, 2, 3)
    expect(() => formatModel(broken)).toThrow('Entry 2 of weights[1] is NaN: expected a finite number')
    expect(() => Reflect.apply(formatModel, undefined, [undefined])).toThrow(
      'The network is undefined: expected a Network',
    )
    const cases: [ModelMetadata, string][] = [
      [
        { accuracy: { test: Number.NaN } },
        'The model to save: metadata model.accuracy.test is NaN: expected a number of at least 0. Correct it.',
      ],
      [{ accuracy: { validation: 87.5 } }, 'model.accuracy.validation is 87.5: expected a number of 0 .. 1'],
      [{ epochs: 1.5 }, 'model.epochs is 1.5: expected a whole number'],
      [
        { options: { epochs: 0, miniBatchSize: 10, eta: 3 } },
        'model.options.epochs is 0: expected a whole number of at least 1',
      ],
      [
        { options: { epochs: 1, miniBatchSize: 10, eta: 0 } },
        'model.options.eta is 0: expected a number above 0',
      ],
      [{ spec: { ...spec, eta: 0 } }, 'model.spec.eta is 0: expected a number above 0'],
      [
        { spec: { ...spec, sizes: [3, 2] } },
        'model.spec.sizes is [3,2]: expected [3,4,2], as its network has it',
      ],
      [
        { spec: { ...spec, seed: '1' } },
        'model.spec.seed is "1": expected "1,1180591620717411303424", as its',
      ],
      [{ spec, dataHash: 'abc' }, 'model.dataHash is unknown: expected only'],
      [{ classes: ['boot'] }, 'model.classes is ["boot"]: expected 2 different names of 1 .. 100 characters'],
      [{ classes: ['boot', 'boot'] }, 'model.classes is ["boot","boot"]: expected 2 different names'],
      [{ classes: ['boot', ' '] }, 'model.classes is ["boot"," "]: expected 2 different names'],
      [
        { preprocessing: { kind: 'image', rows: 2, cols: 2 } },
        'model.preprocessing.rows is 2: expected rows x cols to be 3, the inputs of its network',
      ],
      [
        { preprocessing: { kind: 'standard', means: [0, 1], spreads: [1, 1, 1] } },
        'model.preprocessing.means is [0,1]: expected 3 numbers, one an input of its network',
      ],
      [
        { preprocessing: { kind: 'standard', means: [0, 1, 2], spreads: [1, 0, 1] } },
        'model.preprocessing.spreads is [1,0,1]: expected 3 numbers above 0, one an input of its network',
      ],
      [
        {
          preprocessing: {
            kind: 'table',
            label: 'a',
            columns: [{ name: 'b', values: ['x', 'y'] }],
            ...scale,
          },
        },
        'model.preprocessing.columns is [{"name":"b","values":["x","y"]}]: expected columns of different names that make 3 inputs',
      ],
      [
        {
          preprocessing: {
            kind: 'table',
            label: 'a',
            columns: [{ name: 'a', values: ['x', 'y', 'z'] }],
            ...scale,
          },
        },
        'expected columns of different names that make 3 inputs',
      ],
      [
        { split: { shares: [80, 20], seed: '0' } },
        'model.split.shares is [80,20]: expected three shares, such as 80, 10 and 10',
      ],
      [
        { preprocessing: { kind: 'standard', means: [0, Number.NaN, 2], spreads: [1, 1, 1] } },
        'model.preprocessing.means is [0,null,2]: expected a list of numbers',
      ],
    ]
    for (const [said, message] of cases) expect(() => formatModel(network, said)).toThrow(message)
    const formatAny =
      (...values: unknown[]) =>
      () =>
        Reflect.apply(formatModel, undefined, values)
    expect(formatAny(Object.create(null))).toThrow('The network is {}: expected a Network')
    expect(formatAny(network, null)).toThrow('metadata model is null: expected an object')
    expect(formatAny(network, { epochs: 3n })).toThrow('model.epochs is 3: expected a whole number')
    const endless: { dataHash?: unknown } = {}
    endless.dataHash = endless
    expect(formatAny(network, endless)).toThrow('model.dataHash is an object: expected a string')
    expect(() => formatModel(new Network([1, 1], { seed: 10n ** 10_000n }))).toThrow(
      'The seed is longer than 10000 characters',
    )
  })

  const refused: [ModelFileRule, Uint8Array, string][] = [
    ['not-gradus', changed({ metadata: { format: 'pt' } }), 'was not made by Gradus'],
    [
      'version',
      changed({ metadata: { version: '9' } }),
      'its format version is "9": expected "2", or an older one. Read it with a newer Gradus.',
    ],
    [
      'kind',
      changed({ metadata: { kind: 'checkpoint' } }),
      'it is a "checkpoint": expected a model. Pass a model file.',
    ],
    [
      'tensor-missing',
      changed({ tensors: { 'weights.1': undefined } }),
      'it has no tensor "weights.1": expected one of F64 or F32 or F16 or I8 [2, 4]',
    ],
    [
      'tensor-unexpected',
      changed({ tensors: { 'weights.2': float64([1], 1) } }),
      'it has a tensor "weights.2": expected only',
    ],
    [
      'tensor-dtype',
      changed({ tensors: { 'biases.1': { ...float64([2, 1], 1, 2), dtype: 'I64' } } }),
      'tensor "biases.1" is of I64: expected F64 or F32 or F16. Save its numbers in a type that is read.',
    ],
    [
      'tensor-shape',
      changed({ tensors: { 'biases.1': float64([1, 2], 1, 2) } }),
      'has shape [1, 2]: expected [2, 1]',
    ],
    [
      'not-finite',
      changed({ tensors: { 'biases.1': float64([2, 1], 1, Number.NaN) } }),
      'entry 1 of tensor "biases.1" is NaN',
    ],
    [
      'not-finite',
      changed({ tensors: { 'biases.1': float64([2, 1], Number.NEGATIVE_INFINITY, 1) } }),
      'entry 0 of tensor "biases.1" is -Infinity',
    ],
    [
      'field',
      changed({ metadata: { sizes: '[3]' } }),
      'sizes is [3]: expected at least an input and an output layer',
    ],
    [
      'field',
      changed({ metadata: { sizes: '"3"' } }),
      'metadata metadata.sizes is "3": expected a list of whole numbers',
    ],
    ['field', changed({ metadata: { sizes: undefined } }), 'metadata metadata is no valid JSON'],
    [
      'field',
      changed({ metadata: { seed: '-1' } }),
      'metadata seed is "-1": expected a whole number or a list',
    ],
    [
      'field',
      changed({ metadata: { seed: '9'.repeat(10_001) } }),
      'metadata seed has 10001 characters: expected at most 10000',
    ],
    ['field', changed({ metadata: { seed: undefined } }), 'metadata seed is "missing"'],
    [
      'field',
      changed({ metadata: { generator: '{}' } }),
      'metadata generator.state is missing: expected an object',
    ],
    [
      'field',
      changed({
        metadata: {
          generator: '{"bit_generator":"PCG64","state":{"state":"1","inc":"2"},"has_uint32":0,"uinteger":0}',
        },
      }),
      'inc is 2: expected an odd number',
    ],
    [
      'field',
      changed({ metadata: { model: '{"epochs":-1}' } }),
      'metadata model.epochs is -1: expected a whole number of at least 0',
    ],
    [
      'field',
      changed({ metadata: { spec: undefined, model: '{"dataHash":5}' } }),
      'metadata model.dataHash is 5: expected a string',
    ],
    [
      'field',
      changed({
        metadata: { spec: undefined, model: '{"options":{"epochs":1,"miniBatchSize":1,"eta":null}}' },
      }),
      'metadata model.options.eta is null',
    ],
    ['field', changed({ metadata: { spec: '{' } }), 'metadata spec is no valid JSON: expected a value'],
    ['field', changed({ metadata: { spec: '3' } }), 'metadata spec is 3: expected an object'],
    [
      'field',
      changed({ metadata: { spec: JSON.stringify({ ...spec, batchNorm: 0.5 }) } }),
      'metadata spec.batchNorm is unknown: expected only sizes, activation, output, cost, initialiser, seed, epochs,',
    ],
    [
      'field',
      changed({ metadata: { spec: JSON.stringify({ ...spec, cost: 'cross-entropy' }) } }),
      'metadata spec.cost is "cross-entropy": expected "quadratic", as its network has it',
    ],
    ['field', changed({ metadata: { seed: '2' } }), 'spec.seed is "1,1180591620717411303424": expected "2"'],
    [
      'field',
      changed({ metadata: { classes: '["boot",3]' } }),
      'metadata classes is ["boot",3]: expected a list',
    ],
    [
      'field',
      changed({ metadata: { preprocessing: '{"kind":"image","rows":1,"cols":3,"mean":0.5}' } }),
      'metadata preprocessing.mean is unknown: expected only kind, rows, cols',
    ],
    [
      'field',
      changed({ metadata: { preprocessing: '{"kind":"sound"}' } }),
      'metadata preprocessing.kind is "sound": expected image, standard or table',
    ],
    ['tensor-shape', changed({ metadata: { sizes: '[8192,8192]' } }), 'expected [8192, 1]'],
  ]

  it.each(refused)('are refused for %s (%#)', (rule, bytes, message) => {
    const isOfTraining = /\b(spec|model|generator|inc|seed)\b/.test(message)
    for (const read of [parseModel, ...(isOfTraining ? [] : [parseNamedParameters])]) {
      const parse = (): unknown => read(bytes, 'net.safetensors')
      expect(parse).toThrow(ModelFileError)
      expect(parse).toThrow(expect.objectContaining({ rule, file: 'net.safetensors' }))
      expect(parse).toThrow(message)
    }
  })
})

it.each([
  [
    new OptionError('sizes', 'sizes is 0: expected more.'),
    'f: metadata does not fit together: sizes is 0: expected more. ',
  ],
  [new MemoryError('There is no memory.'), 'There is no memory.'],
])('a file is blamed for its values, not for short memory: %s', (cause, message) => {
  const read = () =>
    asFileError('f', () => {
      throw cause
    })
  expect(read).toThrow(message)
  const isOfMemory = cause instanceof MemoryError
  expect(read).toThrow(isOfMemory ? MemoryError : ModelFileError)
  if (!isOfMemory) expect(read).toThrow(expect.objectContaining({ cause }))
})
