/**
 * The predictor as a server on Node.
 * @module @gradus/edge/node
 */

import { createApp } from './app.ts'
import { TIME_LIMIT } from './http/limits.ts'
import { type RequestRecord, refusingApp } from './http/middleware.ts'
import { readServedModel, type ServedModel } from './model/served-model.ts'
import { listen, type Serving } from './server/listen.ts'
import { serverExtras } from './server/server-extras.ts'
import { checkHost, checkPort, optionsOf } from './server/settings.ts'
import { withEngine } from './server/with-engine.ts'

export { modelName } from './model/name.ts'
export { embeddedModel } from './runtimes/embedded.ts'
export { isWrittenOut, LineLog } from './server/log.ts'
export { openDoorOf } from './server/settings.ts'
export { readServedModel, type ServedModel, type Serving }

/** Options of a server. */
export interface ServeOptions {
  /** The model that predicts. */
  readonly model: ServedModel
  /** The address to listen on, such as 127.0.0.1 or 0.0.0.0. */
  readonly hostname: string
  /** The port; 0 for any free one. */
  readonly port: number
  /** Told of every request, once it is answered; `LineLog` prints it. */
  readonly onRequest?: (record: RequestRecord) => void
  /** Variables that set the token and the origins; the process's own by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Limit in milliseconds on a request with its body, and on its head before that; 10,000 by default. */
  readonly timeLimit?: number | undefined
}

/**
 * Serves a model on Node.
 * @throws OptionError for invalid settings and options, or Node's own error where it cannot listen
 */
export async function serve({
  model,
  hostname,
  port,
  onRequest,
  environment = process.env,
  timeLimit = TIME_LIMIT,
}: ServeOptions): Promise<Serving> {
  checkHost(hostname, 'hostname')
  checkPort(port, 'port')
  const extras = await serverExtras(onRequest)
  const app = createApp({ model: withEngine(model), timeLimit, ...optionsOf(environment), ...extras })
  return listen({ fetch: app.fetch, refuse: refusingApp(extras.onRequest), hostname, port, timeLimit })
}
