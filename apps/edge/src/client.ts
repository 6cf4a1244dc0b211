/**
 * A typed client of the predictor.
 * @module @gradus/edge/client
 */

import { type ClientRequestOptions, hc } from 'hono/client'
import type { EdgeApp } from './app.ts'

export type { PredictRequest } from './predict/request.ts'
export type { PredictResponse } from './predict/route.ts'
export type { ProblemDetails } from './problem/problem.ts'

/** The app's routes by their paths, as Hono's client types them. */
export type Routes = ReturnType<typeof hc<EdgeApp>>

/** A client: a property for the first part of each route's path. */
export type GradusClient = {
  /** Predictions: `client.predict.$post({ json })`. */
  readonly predict: Routes['predict']
  /** The Open Inference Protocol, such as `client.v2.models[':name'].infer.$post({ param, json })`. */
  readonly v2: Routes['v2']
  /** Facts about the model: `client.model.$get()`. */
  readonly model: Routes['model']
  /** The model's file: `client['model.safetensors'].$get()`. */
  readonly 'model.safetensors': Routes['model.safetensors']
  /** The description of all routes in OpenAPI 3.1: `client['openapi.json'].$get()`. */
  readonly 'openapi.json': Routes['openapi.json']
}

/**
 * A typed client of the server at a URL. Each call is fulfilled with the response, also with one of 4xx or
 * 5xx, whose body is {@link ProblemDetails}.
 * @param options those of Hono's client, such as `headers: { Authorization: 'Bearer TOKEN' }`
 * @example
 * ```ts
 * import { gradusClient } from '@gradus/edge/client'
 * import { embeddedModel, serve } from '@gradus/edge/node'
 *
 * const model = await embeddedModel()
 * const server = await serve({ model, hostname: '127.0.0.1', port: 0 })
 * const client = gradusClient(server.url)
 * // A vertical stroke.
 * const image = Array.from({ length: 784 }, () => 0)
 * for (let row = 4; row < 24; row++) image[28 * row + 14] = 255
 * const response = await client.predict.$post({ json: { image } })
 * const { predictions } = await response.json()
 * console.log(predictions[0]?.digit) // prints 1
 * await server.close()
 * ```
 */
export function gradusClient(url: string, options?: ClientRequestOptions): GradusClient {
  return hc<EdgeApp>(url, options)
}
