/** A study on so many threads, and the most memory that its process had at a time, in bytes. */
import { runOnThreads, Store } from '@gradus/study/node'
import { loadImages, planOf } from './trials.ts'

const [folder = '', threads = ''] = process.argv.slice(2)
const data = await loadImages()
const store = await Store.create(folder, await planOf(data, 4 * Number(threads), 1))
let most = 0
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, 20)
await runOnThreads(store, data, { threads: Number(threads) })
clearInterval(timer)
await store.close()
console.log(most)
