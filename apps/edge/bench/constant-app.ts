import { Hono } from 'hono'
import { createApp, type EdgeOptions } from '../src/app.ts'
import type { PredictResponse } from '../src/predict/answer.ts'

/**
 * The app with another handler of POST /predict: it reads the body, and answers a stored object as JSON. All else is the same,
 * since these are the product's own routes and middleware in their order: id, record, headers, methods, time and size limits.
 */
export function constantApp(options: EdgeOptions, answer: PredictResponse) {
  const constant = new Hono()
  for (const { method, path, handler } of createApp(options).routes) {
    if (method !== 'POST' || path !== '/predict') constant.on(method, path, handler)
  }
  return constant.post('/predict', async c => {
    await c.req.arrayBuffer()
    return c.json(answer)
  })
}
