/** Serves on Node what `serve` does, or the same with a constant for an answer: `node node-server.ts PORT predictions|constant`. */
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from '../src/app.ts'
import { requestMetrics } from '../src/server/server-extras.ts'
import { withEngine } from '../src/server/with-engine.ts'
import { digits, ONE, post } from '../test/served.ts'
import { constantApp } from './constant-app.ts'

const [port, kind] = process.argv.slice(2)
const { observe, text } = requestMetrics()
const options = { model: withEngine(await digits()), metrics: text, onRequest: observe }
const predicting = createApp(options)
const asked = await predicting.request('/predict', post(ONE, 'application/octet-stream'))
const app = kind === 'constant' ? constantApp(options, await asked.json()) : predicting
createAdaptorServer({ fetch: app.fetch }).listen(Number(port), '127.0.0.1')
