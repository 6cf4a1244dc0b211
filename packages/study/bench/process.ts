/** A process that trains every second trial by itself when it is told to, and tells the seconds that it computed. */
import { trainJob } from '@gradus/study'
import { loadImages, planOf } from './trials.ts'

const [first = 0, trials = 0, epochs = 0] = process.argv.slice(2).map(Number)
const data = await loadImages()
const plan = await planOf(data, trials, epochs)
process.on('message', async () => {
  const begun = process.cpuUsage()
  for (let trial = first; trial < trials; trial += 2)
    await trainJob(plan, { trial, seed: 0, rung: 0 }, undefined, data)
  const { user, system } = process.cpuUsage(begun)
  process.send?.((user + system) / 1e6)
  process.disconnect()
})
process.send?.('ready')
