import { Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { type Assets, staticRoutes } from './http/asset.ts'
import { type Capacity, countHeld } from './http/capacity.ts'
import { limitBody, limitTime, refuseMethod, TIME_LIMIT } from './http/limits.ts'
import {
  allowOrigins,
  type RequestRecord,
  record,
  secure,
  tellLength,
  wantOneHost,
  wantToken,
} from './http/middleware.ts'
import { type EdgeEnv, hold } from './http/work.ts'
import { inferRoutes } from './infer/routes.ts'
import { modelRoutes, type ServedModel } from './model/served-model.ts'
import { predictRoute } from './predict/route.ts'
import { Problem, problemOf, respond } from './problem/problem.ts'

/** The paths that need the token, where one is set. */
const GUARDED = ['/predict', '/v2/models/:name/infer', '/v2/models/:name/versions/:version/infer', '/metrics']

/** Text in Prometheus' form. */
export interface MetricsText {
  /** The metrics, in lines. */
  readonly text: string
  /** The Content-Type that tells their form's version. */
  readonly contentType: string
}

/** The model of an app, and all that a deployment chooses. */
export interface EdgeOptions {
  /** The model that predicts. */
  readonly model: ServedModel
  /** The page and other files; none where the platform serves them. */
  readonly assets?: Assets
  /**
   * The token that predictions and metrics need, as `Authorization: Bearer TOKEN`. Without one everybody may
   * ask.
   */
  readonly token?: string | undefined
  /** Origins whose pages may ask, such as https://example.org, or `*`; none by default. */
  readonly corsOrigins?: readonly string[] | undefined
  /** Milliseconds that a request may take, its body included, of a day at the most; 10,000 by default. */
  readonly timeLimit?: number | undefined
  /**
   * The capacity that all requests share, on a server of one's own. Without it each request has its own
   * bounds.
   * @internal
   */
  readonly capacity?: Capacity | undefined
  /** Is called for every request, once it is answered. */
  readonly onRequest?: ((record: RequestRecord) => void) | undefined
  /** The text of GET /metrics. Without it there is no such route. */
  readonly metrics?: (() => Promise<MetricsText>) | undefined
}

/**
 * The predictor as an app for any runtime that speaks Request and Response.
 * @throws OptionError for an option that could match nothing
 * @example
 * ```ts
 * import { formatModel, Network } from '@gradus/core'
 * import { createApp, readServedModel } from '@gradus/edge'
 *
 * const bytes = formatModel(new Network([784, 15, 10], { seed: 0 }))
 * const model = await readServedModel(bytes, { name: 'untrained' })
 * const app = createApp({ model })
 * const response = await app.request('/model')
 * console.log(response.status, response.headers.get('Content-Type')) // prints 200 application/json
 * ```
 */
export function createApp(options: EdgeOptions): EdgeApp {
  return routed(options)
}

/** The app with the type that its routes give it. */
function routed(options: EdgeOptions) {
  const { model, assets = new Map(), token, corsOrigins = [], metrics, capacity } = options
  const app = new Hono<EdgeEnv>()
  app.use(tellLength, requestId(), record(options.onRequest), secure(), wantOneHost)
  if (corsOrigins.length > 0) app.use(allowOrigins(corsOrigins))
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }))
  if (token !== undefined) for (const path of GUARDED) app.use(path, wantToken(token))
  if (capacity) app.use(countHeld(capacity))
  app.use(limitTime(options.timeLimit ?? TIME_LIMIT), limitBody)
  app.onError((error, c) => {
    const { problem, headers } = problemOf(error)
    return respond(c, problem, headers)
  })
  app.notFound(c =>
    respond(
      c,
      new Problem(404, 'NOT_FOUND', 'There is nothing here: GET /openapi.json lists what there is.'),
    ),
  )
  if (metrics) {
    app.get('/metrics', async c => {
      const { text, contentType } = await metrics()
      hold(c, text.length)
      return c.body(text, 200, { 'Content-Type': contentType })
    })
  }
  return app
    .route('/', predictRoute(model))
    .route('/', inferRoutes(model))
    .route('/', modelRoutes(model))
    .route('/', staticRoutes(assets))
}

/** The type from which Hono makes a typed client: `hc<EdgeApp>(url)`. */
export type EdgeApp = ReturnType<typeof routed>
