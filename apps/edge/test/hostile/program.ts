/** The attacked servers, in a process of their own, which tells its ports, and its memory on request. */
import { embeddedModel, LineLog, serve } from '@gradus/edge/node'
import type { Memory } from './servers.ts'

const model = await embeddedModel()
const common = { model, hostname: '127.0.0.1', port: 0, onRequest: new LineLog(process.stdout).write }
const servings = await Promise.all([
  serve({ ...common, environment: {} }),
  serve({ ...common, environment: { GRADUS_TOKEN: 'open-sesame-open-sesame' } }),
  // Long enough that a busy machine answers a good request within it.
  serve({ ...common, environment: {}, timeLimit: 1000 }),
])
const [open, guarded, impatient] = servings.map(({ url }) => Number(new URL(url).port))
process.on('message', () => process.send?.(memoryOf()))
process.send?.({ open, guarded, impatient })

/** Needs Node's flag --expose-gc. */
function memoryOf(): Memory {
  globalThis.gc?.()
  globalThis.gc?.()
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  return { resident: rss, heap: heapUsed, buffers: arrayBuffers }
}
