import { Validator } from '@seriousme/openapi-schema-validator'
import { beforeAll, expect, test } from 'vitest'
import { digitsApp, postJson } from '../../test/served.ts'
import { openApiText } from './document.ts'

const document = JSON.parse(openApiText())
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

test('has examples that are answered', async () => {
  const { PredictRequest, InferRequest } = document.components.schemas
  for (const [path, { examples }] of [
    ['/predict', PredictRequest],
    ['/v2/models/digits/infer', InferRequest],
  ]) {
    for (const example of examples) {
      const response = await app.request(path, postJson(example))
      expect(response.status).toBe(200)
      const answer = await response.json()
      expect(answer.predictions?.[0].digit ?? answer.outputs[0].data[0]).toBe(1)
    }
  }
})
