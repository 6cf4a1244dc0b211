import { Validator } from '@seriousme/openapi-schema-validator'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  digits,
  digitsApp,
  FLOWERS,
  GARMENTS,
  PICTURE,
  postJson,
  STANDARD,
  served,
  TABLE,
} from '../../test/served.ts'
import { createApp } from '../app.ts'
import { openApiText } from './document.ts'

const document = JSON.parse(openApiText(await digits()))
let app: Awaited<ReturnType<typeof digitsApp>>
beforeAll(async () => {
  app = await digitsApp()
})

test('is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(document)).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test('describes every route, and no other', () => {
  const ofPlatforms = ['GET /', 'GET /docs', 'GET /metrics']
  const routes = app.routes
    .filter(({ method }) => method === 'GET' || method === 'POST')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  )
  expect(described.sort()).toEqual([...new Set([...routes, ...ofPlatforms])].sort())
})

test('a wrong one is found', async () => {
  const wrong = { ...document, paths: { '/model': { get: { responses: { twohundred: {} } } } } }
  expect((await new Validator().validate(wrong)).valid).toBe(false)
})

/** Sends the examples of a description. @returns the predicted classes */
async function expectAnswers(
  { components }: typeof document,
  { request }: Pick<typeof app, 'request'>,
): Promise<unknown[]> {
  const { PredictRequest, InferRequest, Prediction } = components.schemas
  const [example] = PredictRequest.examples
  const predicted = await request('/predict', postJson(example))
  expect(await predicted.clone().json()).toMatchObject({ predictions: [{ scores: expect.any(Array) }] })
  const [{ warnings = [], ...prediction }] = (await predicted.json()).predictions
  expect(Object.keys(prediction).sort()).toEqual(Prediction.required.toSorted())
  const { code } = Prediction.properties.warnings.items.properties
  for (const warning of warnings) expect(code.enum).toContain(warning.code)
  const inferred = await request('/v2/models/digits/infer', postJson(InferRequest.examples[0]))
  expect(inferred.status).toBe(200)
  const { outputs } = await inferred.json()
  // A large image is shown as a drawing, and as numbers.
  expect(outputs[0].data).toEqual([example.normalise ? expect.any(Number) : prediction.class])
  return [prediction.class]
}

test('has examples that are answered', async () => {
  expect(await expectAnswers(document, app)).toEqual([1])
})

describe.each([
  ['garments', served({ classes: GARMENTS })],
  [
    'garments of another size',
    served({ sizes: [4800, 10], classes: GARMENTS, preprocessing: { ...PICTURE, rows: 80, cols: 60 } }),
  ],
  ['rows of a table', served(FLOWERS)],
  ['rows of a table that fills', served({ ...FLOWERS, preprocessing: { ...TABLE, fill: true } })],
  ['lists of numbers', served({ sizes: [2, 3], preprocessing: STANDARD })],
  ['images of which nothing is known', served({ sizes: [36, 8, 3] })],
])('of a model of %s', (_, model) => {
  test('is valid, says nothing of digits, and has examples that are answered', async () => {
    const text = openApiText(await model)
    expect(text).not.toMatch(/digit/i)
    expect(await new Validator().validate(JSON.parse(text))).toEqual({ valid: true })
    expect(text.length).toBeLessThan(40_000)
    await expectAnswers(JSON.parse(text), createApp({ model: await model }))
  })
})
