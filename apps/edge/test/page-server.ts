import { embeddedModel, type Serving, serve } from '@gradus/edge/node'

/** The built page, from the built server on Node, with the model that it embeds. */
export async function servePage(): Promise<Serving> {
  return serve({ model: await embeddedModel(), hostname: '127.0.0.1', port: 0, environment: {} })
}
