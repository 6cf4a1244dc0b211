import type { Examples } from '../examples.ts'
import type { Network } from '../network.ts'
import { CommandQueue, claimCommands } from './controller.ts'
import type { SgdEvent } from './events.ts'
import { checkOptions, type SgdOptions } from './options.ts'
import { Run } from './run.ts'

/**
 * Trains the network by mini-batch stochastic gradient descent: each epoch shuffles the examples with the
 * network's generator, cuts them into mini-batches and takes a step for each (Nielsen, chapter 1, equations
 * 20 and 21). The caller's examples stay in their order. A mini-batch larger than the examples takes steps that
 * are smaller than eta says, which `HealthMonitor` of `@gradus/core/health` tells from the `started` event on.
 *
 * Iterate over the result to train: nothing happens before, and training goes on only as events are taken.
 * The event loop gets its turn every few milliseconds (a network of many million weights takes longer to be
 * copied, at each event). Leaving the iteration early leaves the network as the last event had it. Train a
 * network by one run at a time.
 *
 * @param network is trained in place
 * @param examples as many inputs and outputs as the network has
 * @returns the events of the run, of which `finished` is the last
 * @throws OptionError, ExamplesError, MemoryError at the call for what cannot be trained (the examples are
 * checked then, in one pass over them); nothing once the run has started.
 * @example
 * ```ts
 * import { denseExamples, Network, oneHot, sgd } from '@gradus/core'
 *
 * const xor = denseExamples([
 *   [[0, 0], oneHot(0, 2)],
 *   [[0, 1], oneHot(1, 2)],
 *   [[1, 0], oneHot(1, 2)],
 *   [[1, 1], oneHot(0, 2)],
 * ])
 * const network = new Network([2, 4, 2], { seed: 1 })
 * const options = { epochs: 2000, miniBatchSize: 4, eta: 5, testData: xor }
 * for await (const event of sgd(network, xor, options)) {
 *   if (event.type !== 'finished') continue
 *   console.log(event.reason, event.history.at(-1)?.correct) // prints done 4
 * }
 * ```
 */
export function sgd(
  network: Network,
  examples: Examples,
  options: SgdOptions,
): AsyncGenerator<SgdEvent, void, void> {
  checkOptions(network, examples, options)
  const commands = options.controller ? claimCommands(options.controller, options) : new CommandQueue()
  const events = eventsOf({ run: new Run(network, examples, options, commands) })
  const leave = events.return.bind(events)
  // A run that stands still would not notice that nobody waits for its events any more.
  events.return = value => {
    commands.close()
    return leave(value)
  }
  return events
}

/** The events of a run. At their end it gives its memory back, even if somebody still holds the iterator. */
async function* eventsOf(holder: { run: Run | undefined }): AsyncGenerator<SgdEvent, void, void> {
  try {
    if (holder.run) yield* holder.run.events()
  } finally {
    holder.run?.release()
    holder.run = undefined
  }
}
