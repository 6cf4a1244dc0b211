/**
 * Times Gradus in training on the 60,000 MNIST images. A process of its own, as each peer is.
 *
 *     node src/programs/train.ts '{"trainer": "reference", "sizes": [784, 15, 10], …}'
 */
import { type Matrix, Network, scale, sgd } from '@gradus/core'
import { loadTestData, loadTrainData } from '@gradus/mnist/node'
import type { Outcome, RecipeTask, TrainTask } from '../tasks.ts'
import { TRAINERS } from '../variants.ts'

const task: (TrainTask | RecipeTask) & { trainer: string } = JSON.parse(process.argv[2] ?? '{}')
const trainer = TRAINERS.find(({ name }) => name === task.trainer)
if (!trainer) throw new Error(`There is no trainer ${task.trainer}.`)

function networkOf(given: TrainTask | RecipeTask): Network {
  const { sizes, seed } = given
  const network = new Network(sizes, given)
  if (!('gain' in given) || given.gain === null) return network
  const { gain } = given
  const scaled = (w: Matrix): Matrix => scale(w, gain / Math.sqrt(w.cols))
  return new Network(sizes, { seed, biases: network.biases, weights: network.weights.map(scaled) })
}

const options = { ...task, testData: await loadTestData(task.data), ...trainer.options }
const examples = await loadTrainData(task.data)
const seconds: number[] = []
let accuracy = 0
let start = performance.now()
for await (const event of sgd(networkOf(task), examples, options)) {
  if (event.type !== 'epoch') continue
  // By the clock, as the peers are timed: what the run itself counts leaves out where it waits.
  const end = performance.now()
  seconds.push((end - start) / 1000 - event.evaluateSeconds)
  accuracy = (event.correct ?? 0) / (event.total ?? 1)
  start = end
}
const outcome: Outcome = { seconds, accuracy, versions: { Node: process.versions.node } }
console.log(JSON.stringify(outcome))
