import { type ModelMetadata, Sha256 } from '@gradus/core/predict'
import { Hono } from 'hono'
import { type Asset, answerOf, etag, etagOf, tellVersion } from '../http/asset.ts'
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

/** The routes that describe the model and the API. */
export function modelRoutes(model: ServedModel) {
  const response = describe(model)
  const tag = etagOf(sha256Of(encoder.encode(JSON.stringify(response))))
  const openApi = fileOf(encoder.encode(openApiText()), 'application/json')
  const file = fileOf(model.bytes, 'application/octet-stream', model.sha256)
  return new Hono<EdgeEnv>()
    .get('/model', etag(), c => {
      tellVersion(c, tag)
      return c.json(response)
    })
    .get('/openapi.json', etag(), c => answerOf(c, openApi))
    .get('/model.safetensors', etag(), c => answerOf(c, file))
}

const encoder = new TextEncoder()

function fileOf(body: Uint8Array<ArrayBuffer>, type: string, sha256 = sha256Of(body)): Asset {
  return { body, type, etag: etagOf(sha256) }
}

/** SHA-256 in hexadecimal. */
function sha256Of(bytes: Uint8Array): string {
  return new Sha256().update(bytes).hex()
}

function describe({ name, version, sha256, bytes, sizes, metadata }: ServedModel): ModelResponse {
  const parameters = sizes.slice(1).reduce((sum, neurons, l) => sum + neurons * ((sizes[l] ?? 0) + 1), 0)
  return { name, version, sha256, bytes: bytes.length, sizes, parameters, ...metadata }
}
