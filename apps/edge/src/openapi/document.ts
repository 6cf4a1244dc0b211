import type { DescribedModel } from './described-model.ts'
import { queryParameters, schemasOf } from './schemas.ts'

type SchemaName = keyof ReturnType<typeof schemasOf>

const json = (name: SchemaName) => ({
  'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
})

const answers = (description: string, name: SchemaName) => ({ description, content: json(name) })

const object = (description: string, properties: Record<string, object>) => ({
  description,
  content: {
    'application/json': { schema: { type: 'object', required: Object.keys(properties), properties } },
  },
})

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

const BUSY = 'The server has as much at hand as it can hold: Retry-After says when to try again.'

const inferError = (description: string) => answers(description, 'InferError')

const bytes = { schema: { type: 'string', format: 'binary' } }

const path = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } })

/** POST /predict, as the model takes it: images, or rows. */
function predictOf(model: DescribedModel) {
  const request = json('PredictRequest')
  const pictures = { 'image/png': bytes, 'image/jpeg': bytes }
  const content = { 'application/octet-stream': bytes, ...request, ...pictures }
  const invalid = 'A value is not what was expected'
  return {
    operationId: 'predict',
    tags: ['predict'],
    summary: summaryOf(model),
    description: model.rows ? ROWS : imagesText(model),
    security: [{}, { bearer: [] }],
    ...(!model.rows && { parameters: queryParameters(model) }),
    requestBody: { required: true, content: model.rows ? request : content },
    responses: {
      200: answers(`A prediction ${model.rows ? 'a row' : 'an image'}, in their order.`, 'PredictResponse'),
      400: problem('The body is no JSON.'),
      401: problem('A token is needed, and was not given or is not the right one.'),
      408: problem('The request took too long.'),
      413: problem('The body is too large.'),
      415: problem('The Content-Type is none of those taken.'),
      422: problem(
        model.rows ? `${invalid}.` : `${invalid}, a picture cannot be read, or an image is blank.`,
      ),
      503: problem(BUSY),
    },
  }
}

function summaryOf({ rows, classes }: DescribedModel): string {
  if (classes.areDigits && !rows) return 'Read handwritten digits'
  return `Predict the classes of ${rows ? 'rows' : 'images'}`
}

const ROWS =
  'Rows have their numbers as people write them: the model scales them as those that it learnt from.'

function imagesText({ image }: DescribedModel): string {
  if (!image) return 'Bytes and pixels are taken as they are. The options in the query are for bytes.'
  const size = `${image.rows} x ${image.cols}`
  const [own, pictures] =
    image.form === 'resized'
      ? [`as they are: ${size}, 0 for black`, 'are resized first']
      : [`in MNIST's form, as they are: ${size}, light ink on 0`, 'are given that form first']
  return `Bytes and pixels are taken ${own}. Pictures, and drawings with \`normalise\`, ${pictures}. The options in the query are for bytes and pictures; JSON has fields of the same names.`
}

const infer = (parameters: readonly object[], operationId: string) => ({
  operationId,
  tags: ['Open Inference Protocol'],
  summary: 'Predict tensors; nothing is normalised, nor refused for being blank',
  security: [{}, { bearer: [] }],
  parameters,
  requestBody: { required: true, content: json('InferRequest') },
  responses: {
    200: answers('The output tensors.', 'InferResponse'),
    400: inferError('The request is wrong.'),
    401: inferError('A token is needed, and was not given or is not the right one.'),
    404: inferError('There is no such model.'),
    408: inferError('The request took too long.'),
    413: inferError('The body is too large.'),
    415: inferError('The body is no JSON.'),
    503: inferError(BUSY),
  },
})

const get = (
  operationId: string,
  tag: string,
  summary: string,
  answer: object,
  parameters: readonly object[] = [],
) => ({
  get: {
    operationId,
    tags: [tag],
    summary,
    parameters,
    responses: { 200: answer, ...(parameters.length > 0 && { 404: inferError('There is no such model.') }) },
  },
})

const text = (description: string, type: string) => ({
  description,
  content: { [type]: { schema: { type: 'string' } } },
})

const metrics = {
  get: {
    operationId: 'metrics',
    tags: ['about'],
    summary: 'Counts and times of requests, for Prometheus; not on every platform',
    security: [{}, { bearer: [] }],
    responses: {
      200: text("Prometheus' text format.", 'text/plain'),
      401: problem('A token is needed, and was not given or is not the right one.'),
      404: problem('This platform has none.'),
      503: problem(BUSY),
    },
  },
}

const OIP = 'Open Inference Protocol'
const [name, version] = [path('name'), path('version')]
const ready = object('Whether the model is ready.', { name: { type: 'string' }, ready: { type: 'boolean' } })
const metadata = answers("The model's tensors; -1 stands for any number of examples.", 'ModelMetadata')

const documentOf = (model: DescribedModel) => ({
  openapi: '3.1.1',
  info: {
    title: 'Gradus',
    version: '0.1.0',
    summary: summaryOf(model).replace('Read', 'Reads').replace('Predict', 'Predicts'),
    description: 'A trained feed-forward network behind HTTP. Every runtime gives the same bytes.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '.' }],
  security: [],
  tags: [{ name: 'predict' }, { name: OIP }, { name: 'about' }],
  paths: {
    '/': get('page', 'about', 'The page to draw on', text('HTML.', 'text/html')),
    '/docs': get(
      'docs',
      'about',
      'This, to read and to try; not on every platform',
      text('HTML.', 'text/html'),
    ),
    '/metrics': metrics,
    '/predict': { post: predictOf(model) },
    '/model': get(
      'model',
      'about',
      'The model that is served',
      answers('Its name, hash, sizes and accuracy.', 'Model'),
    ),
    '/model.safetensors': get('modelFile', 'about', 'The model file', {
      description: 'As `gradus train` saved it.',
      content: { 'application/octet-stream': bytes },
    }),
    '/openapi.json': get(
      'openApi',
      'about',
      'This document',
      object('OpenAPI 3.1.', { openapi: { type: 'string' } }),
    ),
    '/v2': get(
      'serverMetadata',
      OIP,
      'The server',
      object('Its name and version.', {
        name: { type: 'string' },
        version: { type: 'string' },
        extensions: { type: 'array', items: { type: 'string' } },
      }),
    ),
    '/v2/health/live': get(
      'live',
      OIP,
      'Whether the server lives',
      object('It does.', { live: { type: 'boolean' } }),
    ),
    '/v2/health/ready': get(
      'ready',
      OIP,
      'Whether it can predict',
      object('It can.', { ready: { type: 'boolean' } }),
    ),
    '/v2/models/{name}': get('modelMetadata', OIP, "The model's tensors", metadata, [name]),
    '/v2/models/{name}/versions/{version}': get('versionMetadata', OIP, "A version's tensors", metadata, [
      name,
      version,
    ]),
    '/v2/models/{name}/ready': get('modelReady', OIP, 'Whether the model is ready', ready, [name]),
    '/v2/models/{name}/versions/{version}/ready': get(
      'versionReady',
      OIP,
      'Whether a version is ready',
      ready,
      [name, version],
    ),
    '/v2/models/{name}/infer': { post: infer([name], 'infer') },
    '/v2/models/{name}/versions/{version}/infer': { post: infer([name, version], 'inferVersion') },
  },
  components: {
    schemas: schemasOf(model),
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'Where the server was given a token.' },
    },
  },
})

/** The description of the API with this model: OpenAPI 3.1, as JSON. */
export function openApiText(model: DescribedModel): string {
  return JSON.stringify(documentOf(model))
}
