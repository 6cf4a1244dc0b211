/** A program outside the workspace that watches a run of its own. */
import { denseExamples, Network } from '@gradus/core'
import { type WatchOptions, type WatchResult, watch } from '@gradus/tui'
import { onTrainEvent, type TrainEvent } from '@gradus/tui/events'

const train = denseExamples([
  [
    [0, 1],
    [0, 1],
  ],
  [
    [1, 1],
    [1, 0],
  ],
])
const types = new Set<TrainEvent['type']>()
// Nothing is heard outside the training thread.
onTrainEvent(event => types.add(event.type))

const network = new Network([2, 3, 2], { seed: 0 })
const options: WatchOptions = { network, train, epochs: 2, miniBatchSize: 2, eta: 3, plain: true }
const result: WatchResult = await watch({ ...options, onEvent: event => types.add(event.type) })
const { reason, history, sha256 } = result
const isSame = sha256 === (await network.sha256())
console.log(JSON.stringify({ reason, epochs: history.length, isSame, types: [...types].sort() }))
