import { UNSURE_MARGIN } from '@gradus/core/predict'
import { MAX_DETAILED_IMAGES, MAX_IMAGES } from '../http/limits.ts'

/** The digit 1 as 28 rows of 28 pixels: the example of the documentation. */
const ONE = Array.from({ length: 28 }, (_, y) =>
  Array.from({ length: 28 }, (_, x) => (y >= 4 && y < 24 && x >= 13 && x < 16 ? 255 : 0)),
)

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

const answerOptions = {
  top: {
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 3,
    description: 'How many of the best answers to list.',
  },
  saliency: {
    type: 'boolean',
    default: false,
    description: `Whether to tell which pixels spoke for the digit, for ${MAX_DETAILED_IMAGES} images at the most.`,
  },
  input: {
    type: 'boolean',
    default: false,
    description: `Whether to tell the image that the network saw, for ${MAX_DETAILED_IMAGES} images at the most.`,
  },
  hidden: {
    type: 'boolean',
    default: false,
    description: `Whether to tell the activations of the hidden neurons, for ${MAX_DETAILED_IMAGES} images at the most.`,
  },
  normalise: {
    type: 'boolean',
    default: false,
    description:
      "Whether the images are drawings, to be given MNIST's form first: 20 x 20, centred by mass in 28 x 28.",
  },
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

const predictRequest = {
  type: 'object',
  description: 'One `image`, or `images`.',
  oneOf: ['image', 'images'].map(name => ({ required: [name], properties: { [name]: { type: 'array' } } })),
  additionalProperties: false,
  examples: [{ image: ONE, top: 3 }],
  properties: {
    image: { description: PIXELS, oneOf: [...pixelLists, { type: 'null' }] },
    images: optional({
      type: 'array',
      minItems: 1,
      maxItems: MAX_IMAGES,
      items: { description: PIXELS, oneOf: pixelLists },
    }),
    scale: {
      enum: [255, 1, null],
      default: 255,
      description:
        'What full ink is. An image is refused that needs 1: no pixel exceeds it, and some are fractions.',
    },
    ...Object.fromEntries(Object.entries(answerOptions).map(([name, option]) => [name, optional(option)])),
  },
}

const prediction = {
  type: 'object',
  required: ['digit', 'scores', 'top'],
  properties: {
    digit: { type: 'integer', minimum: 0, description: 'The output that fires most.' },
    scores: {
      type: 'array',
      items: unit,
      description:
        'All outputs: activations and no probabilities, which need not add up to 1. The page and `gradus predict` ' +
        `call an answer unsure where the best score is less than ${UNSURE_MARGIN} above the second.`,
    },
    top: {
      type: 'array',
      items: {
        type: 'object',
        required: ['digit', 'score'],
        properties: { digit: { type: 'integer', minimum: 0 }, score: unit },
      },
    },
    saliency: {
      type: 'array',
      items: { type: 'number' },
      description: 'A number a pixel: positive where it spoke for the digit, negative where against it.',
    },
    input: { type: 'array', items: grey },
    hidden: {
      type: 'array',
      items: { type: 'array', items: { type: 'number' } },
      description: 'Activations of the hidden neurons: a list for each hidden layer, the first one first.',
    },
  },
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
      description: 'Names of the classes, if not digits.',
    },
    preprocessing: { type: 'object', description: 'Steps from data to the inputs, if not those of MNIST.' },
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

/** The bodies of requests and answers, as JSON Schema 2020-12. In requests `null` stands for a field that is left out. */
export const schemas = {
  PredictRequest: predictRequest,
  Prediction: prediction,
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
  InferRequest: {
    type: 'object',
    required: ['inputs'],
    examples: [{ inputs: [{ name: 'image', shape: [1, 28, 28], datatype: 'UINT8', data: [ONE] }] }],
    properties: {
      id: optional({ type: 'string', maxLength: 1000 }),
      parameters: ignored,
      inputs: {
        type: 'array',
        minItems: 1,
        maxItems: 1,
        items: tensor(
          ['image'],
          ['FP64', 'FP32', 'UINT8'],
          {
            type: 'array',
            description:
              'Flat, or nested as the shape says: FP64 and FP32 are inputs of 0 .. 1, UINT8 bytes of 0 .. 255.',
          },
          {
            parameters: optional({
              type: 'object',
              description: 'Ignored. Binary tensors are refused.',
              properties: { binary_data_size: { type: 'null' } },
            }),
          },
        ),
      },
      outputs: optional({
        type: 'array',
        minItems: 1,
        maxItems: 2,
        items: {
          type: 'object',
          required: ['name'],
          properties: { name: { enum: ['digit', 'scores'] }, parameters: ignored },
        },
      }),
    },
  },
  InferResponse: {
    type: 'object',
    required: ['model_name', 'outputs'],
    properties: {
      model_name: { type: 'string' },
      model_version: { type: 'string' },
      id: { type: 'string' },
      outputs: {
        type: 'array',
        items: tensor(['digit', 'scores'], ['FP64', 'INT64'], { type: 'array', items: { type: 'number' } }),
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
    },
  },
  InferError: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
  Problem: problem,
}

/**
 * The options of an answer, as query parameters. Descriptions name the defaults: forms would send a default
 * value.
 */
export const queryParameters = Object.entries(answerOptions).map(([name, option]) => {
  const { description, default: usual, ...schema } = option
  return { name, in: 'query', description: `${description} By default ${usual}.`, schema }
})
