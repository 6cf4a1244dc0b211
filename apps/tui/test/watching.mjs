import { spawnSync } from 'node:child_process'
import { denseExamples, Network } from '@gradus/core'
import { watch } from '@gradus/tui'

// Watches a run that ends in the way that the first argument names, and tells what is left of it.
const [way] = process.argv.slice(2)
const LAST_EPOCH = 3
const emitters = { process, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr }

function listeners() {
  return Object.entries(emitters).flatMap(([name, emitter]) =>
    emitter.eventNames().map(event => `${name} ${String(event)}: ${emitter.listenerCount(event)}`),
  )
}

const train = denseExamples(
  [0, 1].flatMap(x =>
    [0, 1].map(y => [
      [x, y],
      [x, 1 - x],
    ]),
  ),
)
const network = new Network([2, 3, 2], { seed: 0 })
const untrained = await network.sha256()
const controller = new AbortController()
const thrown = new Error('thrown by onEvent')
const before = listeners()
let ticks = 0
const clock = setInterval(() => ticks++, 1)

const outcome = await watch({
  ...{ network, train, test: train, miniBatchSize: 2, eta: 3, classes: ['left', 'right'], title: 'A title' },
  epochs: way === 'end' || way === 'plain' ? LAST_EPOCH : 1e9,
  plain: way === 'plain',
  signal: controller.signal,
  onEvent: event => {
    if (event.type !== 'epoch' || event.epoch !== LAST_EPOCH) return
    if (way === 'abort') controller.abort()
    if (way === 'throw') throw thrown
  },
}).then(
  ({ reason, history }) => ({ reason, epochs: history.length }),
  error => ({ isThrown: error === thrown }),
)

clearInterval(clock)
const after = listeners()
const { stdout: terminal } = spawnSync('stty', ['-a'], { stdio: ['inherit', 'pipe', 'inherit'] })
console.log(
  `left ${JSON.stringify({
    ...outcome,
    isFree: ticks > 0,
    isTrained: (await network.sha256()) !== untrained,
    listeners: after.filter(line => !before.includes(line)),
    threads: process.getActiveResourcesInfo().filter(name => name === 'MessagePort' || name === 'Worker'),
    isCooked: / icanon/.test(String(terminal)) && / echo /.test(String(terminal)),
  })} end`,
)
