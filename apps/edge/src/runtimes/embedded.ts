import { printableJson } from '@gradus/core/predict'
import { createApp, type EdgeOptions } from '../app.ts'
import { refusingApp } from '../http/middleware.ts'
import { readServedModel, type ServedModel } from '../model/served-model.ts'
import { Problem } from '../problem/problem.ts'
import { logRequest } from '../server/log.ts'
import { optionsOf } from '../server/settings.ts'
import model from './embedded.safetensors'

/** The model that the program was built with. */
export function embeddedModel(): Promise<ServedModel> {
  return readServedModel(new Uint8Array(model), { name: GRADUS_MODEL_NAME })
}

type Answer = (request: Request) => Response | Promise<Response>

/**
 * An app with the embedded model, made at the first request: some runtimes allow no work before it.
 * @param environment the variables of the deployment
 */
export function embeddedApp(
  more: () => Promise<Pick<EdgeOptions, 'assets' | 'metrics' | 'onRequest' | 'capacity'>>,
): (request: Request, environment: unknown) => Promise<Response> {
  let ready: Promise<Answer> | undefined
  const make = async (environment: unknown): Promise<Answer> => {
    const [model, extras] = await Promise.all([embeddedModel(), more()])
    const app = createApp({ model, onRequest: logRequest, ...optionsOf(environment), ...extras })
    return request => app.fetch(request)
  }
  return async (request, environment) => {
    ready ??= make(environment).catch(refuseAll)
    return (await ready)(request)
  }
}

/** The answer of a deployment with invalid settings; its log says why. */
function refuseAll(cause: unknown): Answer {
  const error = cause instanceof Error ? cause.message : String(cause)
  console.error(printableJson({ time: new Date().toISOString(), level: 'error', error }))
  const problem = new Problem(
    500,
    'INTERNAL',
    'The server is set up wrongly. Tell its keeper to look into its log.',
  )
  const refuse = refusingApp(logRequest)
  return request => refuse(problem, request)
}
