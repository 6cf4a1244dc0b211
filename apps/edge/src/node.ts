import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from './app.ts'
import { serverExtras } from './entries/server-extras.ts'
import { optionsOf } from './entries/settings.ts'
import { TIME_LIMIT } from './limits.ts'
import type { RequestRecord } from './middleware/record.ts'
import { readServedModel, type ServedModel } from './model/served-model.ts'

export { embeddedModel } from './entries/embedded.ts'
export { logRequest } from './entries/log.ts'
export { readServedModel, type ServedModel }

export interface ServeOptions {
  readonly model: ServedModel
  readonly hostname: string
  /** 0 for any that is free. */
  readonly port: number
  /** Told of every request, once it is answered; `logRequest` prints it. */
  readonly onRequest?: (record: RequestRecord) => void
  /** Variables that set the token and the origins; by default those of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Milliseconds that a request may take, its body included, and that its head may take before that; 10,000 by default. */
  readonly timeLimit?: number | undefined
}

/** A server that listens. */
export interface Serving {
  readonly url: string
  /** Ends it once what is being answered is answered. */
  close(): Promise<void>
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
  const app = createApp({ model, timeLimit, ...optionsOf(environment), ...(await serverExtras(onRequest)) })
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: nodeLimits(timeLimit) })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, hostname, resolve)
  })
  return {
    url: urlOf(hostname, server.address()),
    close: () =>
      new Promise((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()))
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      }),
  }
}

/** Node's own limits: on heads, which the app does not see before they are whole, and a last one behind that of the app. */
function nodeLimits(timeLimit: number) {
  return {
    headersTimeout: timeLimit,
    requestTimeout: 3 * timeLimit,
    connectionsCheckingInterval: timeLimit / 2,
  }
}

function urlOf(hostname: string, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' ? address?.port : undefined
  return `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
}
