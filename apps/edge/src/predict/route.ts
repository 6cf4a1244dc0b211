import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { EdgeEnv } from '../env.ts'
import type { ServedModel } from '../model/served-model.ts'
import { answer } from './answer.ts'
import { type CheckedRequest, readInputs } from './read-inputs.ts'
import type { PredictRequest } from './request.ts'

/** POST /predict. */
export function predictRoute(model: ServedModel) {
  // So typed, a client of the app knows the body in JSON.
  const read = createMiddleware<
    EdgeEnv,
    string,
    { in: { json: PredictRequest }; out: { json: CheckedRequest } }
  >(async (c, next) => {
    c.req.addValidatedData('json', await readInputs(c, model))
    await next()
  })
  return new Hono<EdgeEnv>().post('/predict', read, c => {
    const { inputs, options } = c.req.valid('json')
    c.set('images', inputs.length)
    return c.json(answer(model, inputs, options))
  })
}
