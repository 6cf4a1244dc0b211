/** Serves the built predictor as `gradus serve` does: `node node-server.ts PORT`. */
import { embeddedModel, serve } from '@gradus/edge/node'

await serve({ model: await embeddedModel(), hostname: '127.0.0.1', port: Number(process.argv[2]) })
