import { createApp } from './app.ts'
import { listen, type Serving } from './entries/listen.ts'
import { serverExtras } from './entries/server-extras.ts'
import { optionsOf } from './entries/settings.ts'
import { withEngine } from './entries/with-engine.ts'
import { TIME_LIMIT } from './limits.ts'
import type { RequestRecord } from './middleware/record.ts'
import { readServedModel, type ServedModel } from './model/served-model.ts'
import { refusingApp } from './problem/refusing-app.ts'

export { embeddedModel } from './entries/embedded.ts'
export { isWrittenOut, LineLog } from './entries/line-log.ts'
export { openDoorOf } from './entries/settings.ts'
export { readServedModel, type ServedModel, type Serving }

export interface ServeOptions {
  readonly model: ServedModel
  readonly hostname: string
  /** 0 for any that is free. */
  readonly port: number
  /** Told of every request, once it is answered; `LineLog` prints it. */
  readonly onRequest?: (record: RequestRecord) => void
  /** Variables that set the token and the origins; by default those of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Milliseconds that a request may take, its body included, and that its head may take before that; 10,000 by default. */
  readonly timeLimit?: number | undefined
}

/** Serves a model on Node. @throws OptionError for settings that are none, or Node's own error where it cannot listen */
export async function serve({
  model,
  hostname,
  port,
  onRequest,
  environment = process.env,
  timeLimit = TIME_LIMIT,
}: ServeOptions): Promise<Serving> {
  const extras = await serverExtras(onRequest)
  const app = createApp({ model: withEngine(model), timeLimit, ...optionsOf(environment), ...extras })
  return listen({ fetch: app.fetch, refuse: refusingApp(extras.onRequest), hostname, port, timeLimit })
}
