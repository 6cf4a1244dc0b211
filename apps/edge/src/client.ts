import { hc } from 'hono/client'
import type { EdgeApp } from './app.ts'

export type { PredictRequest } from './predict/request.ts'
export type { PredictResponse } from './predict/route.ts'
export type { ProblemDetails } from './problem/problem.ts'

/** A typed client of the server at a URL. */
export function gradusClient(url: string, options?: Parameters<typeof hc>[1]) {
  return hc<EdgeApp>(url, options)
}
