/**
 * The predictor as a Hono app, for every runtime that speaks Request and Response.
 * @module @gradus/edge
 */

export { createApp, type EdgeApp, type EdgeOptions, type MetricsText } from './app.ts'
export { type Asset, type Assets, assetOf } from './http/asset.ts'
export type { RequestRecord } from './http/middleware.ts'
export type { InferInput, InferOutput, InferRequest } from './infer/request.ts'
export type { InferResponse, OutputTensor } from './infer/routes.ts'
export type { TensorMetadata } from './infer/tensors.ts'
export type { Classes, NamedClass } from './model/classes.ts'
export {
  type ModelName,
  type ModelResponse,
  type NetworkInput,
  readServedModel,
  type ServedModel,
  type ServedPredictor,
} from './model/served-model.ts'
export type { Datatype, OutputName } from './openapi/described-model.ts'
export type { Scale } from './predict/images.ts'
export type { AnswerOptions, ImagePixels, PredictRequest, RowValues } from './predict/request.ts'
export type { PredictingModel, Prediction, PredictResponse, ScoredClass, Warning } from './predict/route.ts'
export type { FieldError, ProblemCode, ProblemDetails } from './problem/problem.ts'
