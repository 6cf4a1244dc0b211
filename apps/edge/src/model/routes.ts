import type { ModelMetadata } from '@gradus/core/predict'
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { etag, REVALIDATE } from '../http/asset.ts'
import type { EdgeEnv } from '../http/env.ts'
import { openApiText } from '../openapi/document.ts'
import type { ServedModel } from './served-model.ts'

/** The answer of GET /model. */
export interface ModelResponse extends ModelMetadata {
  readonly name: string
  readonly version: string
  /** SHA-256 of the model file, in hexadecimal. */
  readonly sha256: string
  /** Bytes of the model file. */
  readonly bytes: number
  /** Neurons a layer, the input first. */
  readonly sizes: readonly number[]
  /** Biases and weights. */
  readonly parameters: number
}

/** Another deployment may serve another model at the same URL, so caches have to revalidate. */
const revalidated = createMiddleware(async (c, next) => {
  await next()
  c.header('Cache-Control', REVALIDATE)
})

/** The routes that describe the model and the API. */
export function modelRoutes(model: ServedModel) {
  const response = describe(model)
  const openApi = openApiText()
  return new Hono<EdgeEnv>()
    .get('/model', revalidated, etag(), c => c.json(response))
    .get('/openapi.json', revalidated, etag(), c =>
      c.body(openApi, 200, { 'Content-Type': 'application/json' }),
    )
    .get('/model.safetensors', revalidated, etag(), c => {
      c.header('ETag', `"${model.sha256.slice(0, 32)}"`)
      return c.body(model.bytes, 200, { 'Content-Type': 'application/octet-stream' })
    })
}

function describe({ name, version, sha256, bytes, sizes, metadata }: ServedModel): ModelResponse {
  const parameters = sizes.slice(1).reduce((sum, neurons, l) => sum + neurons * ((sizes[l] ?? 0) + 1), 0)
  return { name, version, sha256, bytes: bytes.length, sizes, parameters, ...metadata }
}
