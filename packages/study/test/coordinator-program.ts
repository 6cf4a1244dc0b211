/** Coordinator of the tests: `node coordinator-program.ts URL FOLDER`, which tells its events as JSON lines. */
import { Store } from '@gradus/study/node'
import { runOnQueue } from '@gradus/study/queue'
import { TIMES } from './queue-study.ts'

const [queue = '', folder = ''] = process.argv.slice(2)
const store = await Store.open(folder)
const onEvent = (event: object): void => {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
await runOnQueue(store, { queue, times: TIMES, onEvent })
await store.close()
