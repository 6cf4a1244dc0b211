/** Goes on with the study of a folder on two threads, a line an event. */
import { runOnThreads, Store } from '@gradus/study/node'
import { xorData } from './runs.ts'

const store = await Store.open(process.argv[2] ?? '')
await runOnThreads(store, xorData, { threads: 2, onEvent: ({ type }) => console.log(type) })
await store.close()
