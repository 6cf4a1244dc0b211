import { UNSURE_MARGIN } from '@gradus/core/predict'
import { SURE_SCORE } from '@gradus/data'
import { MAX_DETAILED_IMAGES, MAX_IMAGES } from '../http/limits.ts'
import {
  type DescribedModel,
  datatypesOf,
  exampleRequest,
  exampleTensors,
  outputNames,
} from './described-model.ts'

/** The schema of a request's optional field, where `null` is as good as none. */
const optional = <Schema extends { readonly type: string }>(schema: Schema) => ({
  ...schema,
  type: [schema.type, 'null'],
})

const unit = { type: 'number', minimum: 0, maximum: 1 }
const grey = { type: 'number', minimum: 0, maximum: 255 }

const pixelLists = [
  { type: 'array', items: grey, minItems: 1 },
  { type: 'array', items: { type: 'array', items: grey, minItems: 1 }, minItems: 1 },
]

const PIXELS = 'Pixels row by row, or a list of rows: 0 (background) to `scale` (full ink).'

const answerOptions = ({ rows, image, classes }: DescribedModel) => {
  const [input, example] = rows ? ['number', 'row'] : ['pixel', 'image']
  const most = `for ${MAX_DETAILED_IMAGES} ${example}s at the most.`
  const flag = (description: string) => ({ type: 'boolean', default: false, description })
  return {
    top: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 3,
      description: 'How many of the best answers to list.',
    },
    saliency: flag(`Whether to tell which ${input}s spoke for the ${classWord(classes)}, ${most}`),
    input: flag(`Whether to tell the ${rows ? 'scaled ' : ''}${example} that the network saw, ${most}`),
    hidden: flag(`Whether to tell the activations of the hidden neurons, ${most}`),
    ...(!rows && { normalise: flag(normaliseText(image)) }),
  }
}

const classWord = ({ areDigits }: DescribedModel['classes']) => (areDigits ? 'digit' : 'class')

function normaliseText(image: DescribedModel['image']): string {
  if (!image) return 'Whether the images are drawings: refused, since this model is not for pictures.'
  const size = `${image.rows} x ${image.cols}`
  if (image.form === 'resized')
    return `Whether the images are pictures of any size, to be resized to ${size} first.`
  const box = image.rows === 28 && image.cols === 28 ? '20 x 20, ' : ''
  return `Whether the images are drawings, to be given MNIST's form first: ${box}centred by mass in ${size}.`
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const ignored = optional({ type: 'object', description: 'Ignored.' })

const tensor = (names: readonly string[], datatypes: readonly string[], data: object, more: object = {}) => ({
  type: 'object',
  required: ['name', 'shape', 'datatype', 'data'],
  properties: {
    name: { enum: names },
    ...more,
    shape: { type: 'array', items: { type: 'integer', minimum: 1 } },
    datatype: { enum: datatypes },
    data,
  },
})

/** The fields for the examples of a request, one of which it has. */
function exampleFields({ rows }: DescribedModel): Record<string, object> {
  const list = { type: 'array', minItems: 1, maxItems: MAX_IMAGES }
  if (rows) return { rows: { ...list, items: rowSchema(rows) } }
  return {
    image: { description: PIXELS, oneOf: [...pixelLists, { type: 'null' }] },
    images: optional({ ...list, items: { description: PIXELS, oneOf: pixelLists } }),
    scale: {
      enum: [255, 1, null],
      default: 255,
      description:
        'What full ink is. An image is refused that needs 1: no pixel exceeds it, and some are fractions.',
    },
  }
}

function rowSchema(rows: NonNullable<DescribedModel['rows']>): object {
  const number = { type: 'number' }
  if (rows.kind === 'standard') {
    const length = rows.means.length
    return { type: 'array', items: number, minItems: length, maxItems: length }
  }
  const properties = Object.fromEntries(
    rows.columns.map(({ name, values }) => {
      if (values) return [name, { enum: rows.fill ? [...values, null] : values }]
      return [name, rows.fill ? optional(number) : number]
    }),
  )
  const required = rows.fill ? [] : rows.columns.map(({ name }) => name)
  return { type: 'object', required, additionalProperties: false, properties }
}

function requestSchema(model: DescribedModel) {
  const options = Object.entries(answerOptions(model)).map(([name, option]) => [name, optional(option)])
  const either = ['image', 'images'].map(name => ({
    required: [name],
    properties: { [name]: { type: 'array' } },
  }))
  return {
    type: 'object',
    description: model.rows ? 'The `rows`.' : 'One `image`, or `images`.',
    ...(model.rows ? { required: ['rows'] } : { oneOf: either }),
    additionalProperties: false,
    examples: [exampleRequest(model)],
    properties: { ...exampleFields(model), ...Object.fromEntries(options) },
  }
}

const count = { type: 'integer', minimum: 0 }

function predictionSchema(model: DescribedModel) {
  const { rows, classes } = model
  const input = rows ? 'number' : 'pixel'
  const scored = {
    class: { ...count, description: 'The output, counted from 0.' },
    label: { type: 'string', description: 'Name of the class.', examples: classes.labels.slice(0, 1) },
    score: unit,
    ...(classes.areDigits && { digit: { ...count, description: 'The digit: the same as class.' } }),
  }
  return {
    type: 'object',
    description: 'The output that fires most.',
    required: [...Object.keys(scored), 'scores', 'top'],
    properties: {
      ...scored,
      scores: {
        type: 'array',
        items: unit,
        description: 'All outputs: activations and no probabilities, which need not add up to 1.',
      },
      top: {
        type: 'array',
        items: { type: 'object', required: Object.keys(scored), properties: scored },
      },
      saliency: {
        type: 'array',
        items: { type: 'number' },
        description: `A number a ${input}: positive where it spoke for the ${classWord(classes)}, negative where against it.`,
      },
      input: { type: 'array', items: rows ? { type: 'number' } : grey },
      hidden: {
        type: 'array',
        items: { type: 'array', items: { type: 'number' } },
        description: 'Activations of the hidden neurons: a list for each hidden layer, the first one first.',
      },
      warnings: warningsSchema(model),
    },
  }
}

function warningsSchema({ image }: DescribedModel) {
  const hasShapes = image && image.form !== 'resized'
  const shapes = 'SEVERAL_SHAPES: the picture has several separate shapes of like size, and one is expected.'
  const unsure = `UNSURE: the best score is less than ${SURE_SCORE}, or less than ${UNSURE_MARGIN} above the second.`
  return {
    type: 'array',
    items: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { enum: [...(hasShapes ? ['SEVERAL_SHAPES'] : []), 'UNSURE'] },
        message: { type: 'string' },
      },
    },
    description: `Only where there are any. ${hasShapes ? `${shapes} ` : ''}${unsure}`,
  }
}

const model = {
  type: 'object',
  required: ['name', 'version', 'sha256', 'bytes', 'sizes', 'parameters'],
  properties: {
    name: { type: 'string' },
    version: { type: 'string' },
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    bytes: { type: 'integer' },
    sizes: { type: 'array', items: { type: 'integer' }, description: 'Neurons a layer, the input first.' },
    parameters: { type: 'integer', description: 'Biases and weights.' },
    epochs: { type: 'integer' },
    spec: { type: 'object', description: 'All that decided the bits of its training.' },
    classes: {
      type: 'array',
      items: { type: 'string' },
      description: 'Names of the classes, if they have any but their numbers.',
    },
    preprocessing: { type: 'object', description: 'Steps from data to the inputs, if not those of MNIST.' },
    split: { type: 'object', description: 'The way in which its data were split, if they were.' },
    dataHash: { type: 'string', description: 'In files from before there was a spec.' },
    options: { type: 'object', description: 'In files from before there was a spec.' },
    accuracy: { type: 'object', properties: { test: unit, validation: unit } },
  },
}

const problem = {
  type: 'object',
  description: 'RFC 9457. The request is never repeated.',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: {
            type: 'string',
            description:
              'A JSON pointer (RFC 6901) to what is wrong, or #query/NAME for a parameter of the query.',
          },
          detail: { type: 'string' },
        },
      },
    },
  },
}

function inferRequest(model: DescribedModel) {
  const { rows } = model
  const columns = rows?.kind === 'table' ? rows.columns.map(({ name }) => name) : undefined
  const names = columns ?? [rows ? 'row' : 'image']
  const numbers = rows
    ? 'numbers as people write them, or texts as BYTES.'
    : 'FP64 and FP32 are inputs of 0 .. 1, UINT8 bytes of 0 .. 255.'
  const data = { type: 'array', description: `Flat, or nested as the shape says: ${numbers}` }
  const parameters = optional({
    type: 'object',
    description: 'Ignored. Binary tensors are refused.',
    properties: { binary_data_size: { type: 'null' } },
  })
  return {
    type: 'object',
    required: ['inputs'],
    examples: [exampleTensors(model)],
    properties: {
      id: optional({ type: 'string', maxLength: 1000 }),
      parameters: ignored,
      inputs: {
        type: 'array',
        minItems: names.length,
        maxItems: names.length,
        items: tensor(names, datatypesOf(model), data, { parameters }),
      },
      outputs: optional({
        type: 'array',
        minItems: 1,
        maxItems: outputNames(model).length,
        items: {
          type: 'object',
          required: ['name'],
          properties: { name: { enum: outputNames(model) }, parameters: ignored },
        },
      }),
    },
  }
}

/** The bodies of requests and answers, as JSON Schema 2020-12. In requests `null` stands for a field that is left out. */
export const schemasOf = (served: DescribedModel) => ({
  PredictRequest: requestSchema(served),
  Prediction: predictionSchema(served),
  PredictResponse: {
    type: 'object',
    required: ['predictions', 'model'],
    properties: {
      predictions: { type: 'array', items: reference('Prediction') },
      model: {
        type: 'object',
        required: ['name', 'version', 'sha256'],
        properties: { name: { type: 'string' }, version: { type: 'string' }, sha256: { type: 'string' } },
      },
    },
  },
  Model: model,
  InferRequest: inferRequest(served),
  InferResponse: {
    type: 'object',
    required: ['model_name', 'outputs'],
    properties: {
      model_name: { type: 'string' },
      model_version: { type: 'string' },
      id: { type: 'string' },
      outputs: {
        type: 'array',
        items: tensor(
          outputNames(served),
          ['FP64', 'INT64', ...(served.classes.areDigits ? [] : ['BYTES'])],
          {
            type: 'array',
            items: { type: served.classes.areDigits ? 'number' : ['number', 'string'] },
          },
        ),
      },
    },
  },
  ModelMetadata: {
    type: 'object',
    required: ['name', 'platform', 'inputs', 'outputs'],
    properties: {
      name: { type: 'string' },
      versions: { type: 'array', items: { type: 'string' } },
      platform: { type: 'string' },
      inputs: { type: 'array', items: reference('TensorMetadata') },
      outputs: { type: 'array', items: reference('TensorMetadata') },
    },
  },
  TensorMetadata: {
    type: 'object',
    required: ['name', 'datatype', 'shape'],
    properties: {
      name: { type: 'string' },
      datatype: { type: 'string' },
      shape: { type: 'array', items: { type: 'integer', minimum: -1 } },
      parameters: {
        type: 'object',
        description: 'The `labels` of the classes, or the `values` of a column of categories.',
      },
    },
  },
  InferError: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
  Problem: problem,
})

/**
 * The options of an answer, as query parameters. Descriptions name the defaults: forms would send a default
 * value.
 */
export const queryParameters = (model: DescribedModel) =>
  Object.entries(answerOptions(model)).map(([name, option]) => {
    const { description, default: usual, ...schema } = option
    return { name, in: 'query', description: `${description} By default ${usual}.`, schema }
  })
