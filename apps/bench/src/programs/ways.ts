/**
 * Measures two ways of Gradus to learn, which train in turn on the 60,000 MNIST images: an epoch each.
 * Seconds are CPU time of the thread that does both: whoever else has work for the core does not count.
 *
 *     node src/programs/ways.ts '{"recipe": {"miniBatchSize": 10, "eta": 3}, "beside": …, "turns": 20, …}'
 */
import { join } from 'node:path'
import { Network, Predictor, type Recipe, sgd } from '@gradus/core'
import { loadImages, loadLabels, loadTrainData } from '@gradus/mnist/node'
import type { Outcome, WayTask } from '../tasks.ts'

const task: WayTask = JSON.parse(process.argv[2] ?? '{}')
const { sizes, seed, turns } = task
const examples = await loadTrainData(task.data)

/** A network that learns, an epoch a call. */
class Learner {
  readonly network: Network
  readonly seconds: number[] = []
  readonly #events: ReturnType<typeof sgd>

  constructor(recipe: Recipe) {
    this.network = new Network(sizes, { ...recipe, seed })
    this.#events = sgd(this.network, examples, { ...recipe, epochs: turns, engine: 'simd' })
  }

  async learn(): Promise<void> {
    const before = process.threadCpuUsage()
    for (;;) {
      const { value: event } = await this.#events.next()
      if (!event || event.type === 'finished') throw new Error('A run has ended before its epochs.')
      if (event.type === 'epoch') break
    }
    const { user, system } = process.threadCpuUsage(before)
    this.seconds.push((user + system) / 1e6)
  }
}

const [own, beside] = [new Learner(task.recipe), new Learner(task.beside)]
for (let turn = 0; turn < turns; turn++) {
  for (const learner of turn % 2 === 0 ? [own, beside] : [beside, own]) await learner.learn()
}

const { data: pixels } = await loadImages(join(task.data, 't10k-images-idx3-ubyte'))
const { data: labels } = await loadLabels(join(task.data, 't10k-labels-idx1-ubyte'))
const digits = new Predictor(own.network).predict(pixels)
const outcome: Outcome = {
  seconds: own.seconds,
  besideSeconds: beside.seconds,
  accuracy: labels.filter((label, i) => digits[i] === label).length / labels.length,
  versions: { Node: process.versions.node },
}
console.log(JSON.stringify(outcome))
