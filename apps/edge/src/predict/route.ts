import { type Context, Hono } from 'hono'
import type { EdgeEnv } from '../http/env.ts'
import { hold, worked } from '../http/work.ts'
import type { ServedModel } from '../model/served-model.ts'
import { answer, answerBytes } from './answer.ts'
import { readInputs } from './read-inputs.ts'
import type { PredictRequest } from './request.ts'

/** So typed, a client of the app knows the body in JSON. */
type PredictContext = Context<EdgeEnv, '/predict', { in: { json: PredictRequest } }>

/** POST /predict. Reading is no middleware of its own: that would cost as much time as to predict. */
export function predictRoute(model: ServedModel) {
  return new Hono<EdgeEnv>().post('/predict', async (c: PredictContext) => {
    const { inputs, options } = await readInputs(c, model)
    c.set('images', inputs.length)
    hold(c, answerBytes(model, inputs.length, options))
    return c.json(await worked(c, answer(model, inputs, options)))
  })
}
