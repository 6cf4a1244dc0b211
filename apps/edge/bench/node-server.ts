/**
 * Serves on Node as `serve` does, or the same app with a constant answer:
 *
 *     node node-server.ts PORT predictions|constant
 */
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { createApp, type EdgeOptions } from '../src/app.ts'
import type { PredictResponse } from '../src/predict/route.ts'
import { requestMetrics } from '../src/server/metrics.ts'
import { withEngine } from '../src/server/with-engine.ts'
import { digits, ONE, post } from '../test/served.ts'

const [port, kind] = process.argv.slice(2)
const { observe, text } = requestMetrics()
const options = { model: withEngine(await digits()), metrics: text, onRequest: observe }
const predicting = createApp(options)
const asked = await predicting.request('/predict', post(ONE, 'application/octet-stream'))
const app = kind === 'constant' ? constantApp(options, await asked.json()) : predicting
createAdaptorServer({ fetch: app.fetch }).listen(Number(port), '127.0.0.1')

/**
 * The app with another handler of POST /predict, which reads the body and answers a stored object as JSON.
 * All else is the product's own: its routes and middleware in their order.
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
