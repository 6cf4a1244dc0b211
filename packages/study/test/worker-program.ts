/**
 * Worker of the tests: `node worker-program.ts URL NAME LOCK [FAULT]`. It tells its events as JSON lines, and gives its
 * jobs back at SIGTERM. Faults: `other-data`, `wrong` (a digit of a hash), `dies` (at trial 3).
 */
import { Crew } from '@gradus/study/node'
import { serve } from '../src/queue/worker.ts'
import { queueData } from './queue-study.ts'
import { fewImages } from './runs.ts'

const [queue = '', name = '', lock = '', fault] = process.argv.slice(2)
const controller = new AbortController()
process.on('SIGTERM', () => controller.abort())
await serve(
  {
    ...{ queue, name, threads: 1, signal: controller.signal },
    times: { lock: Number(lock), check: 1000 },
    loadData: () => (fault === 'other-data' ? fewImages(100, 50) : queueData()),
    onEvent: event => process.stdout.write(`${JSON.stringify(event)}\n`),
  },
  async data => {
    const crew = await Crew.start(data, { threads: 1 })
    return {
      async train(task, options) {
        if (fault === 'dies' && task.job.trial === 3) process.kill(process.pid, 'SIGKILL')
        const trained = await crew.train(task, options)
        if (fault !== 'wrong' || !trained) return trained
        const { outcome } = trained
        const sha256 = outcome.sha256.replace(/^./, digit => (digit === '0' ? '1' : '0'))
        return { ...trained, outcome: { ...outcome, sha256 } }
      },
      close: () => crew.close(),
    }
  },
)
