/** A thread that asks again and again whether a server is live, and at the end reports the longest wait. */
import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

/** Milliseconds between requests, and the limit on one request. */
const PAUSE = 20
const PATIENCE = 60_000

let isDone = false
parentPort?.once('message', () => {
  isDone = true
})
let longest = 0
while (!isDone) {
  const start = performance.now()
  while (!(await isLive(String(workerData))) && performance.now() - start < PATIENCE && !isDone)
    await delay(PAUSE)
  longest = Math.max(longest, performance.now() - start)
  await delay(PAUSE)
}
parentPort?.postMessage(longest)

function isLive(url: string): Promise<boolean> {
  return new Promise(resolve => {
    const asked = get(`${url}/v2/health/live`, { agent: false, timeout: PATIENCE }, response => {
      response.resume().once('close', () => resolve(response.statusCode === 200))
    })
    asked.once('timeout', () => asked.destroy()).once('error', () => resolve(false))
  })
}
