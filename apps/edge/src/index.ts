export { createApp, type EdgeApp, type EdgeOptions, type MetricsText } from './app.ts'
export { type Asset, type Assets, assetOf } from './http/asset.ts'
export type { RequestRecord } from './http/middleware.ts'
export type { InferResponse } from './infer/routes.ts'
export {
  type ModelName,
  type ModelResponse,
  readServedModel,
  type ServedModel,
} from './model/served-model.ts'
export type { ImagePixels, PredictRequest } from './predict/request.ts'
export type { Prediction, PredictResponse } from './predict/route.ts'
export type { ProblemCode, ProblemDetails } from './problem/problem.ts'
