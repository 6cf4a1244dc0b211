/**
 * Trains Gradus by a recipe until it reaches an accuracy on the validation images, and measures its CPU
 * seconds: those of training and evaluating.
 *
 *     node src/programs/accuracy.ts '{"trainer": "simd-float32", "wanted": 0.98, "eta": 0.1, …}'
 */
import { Network, sgd } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'
import type { Outcome, RecipeTask } from '../tasks.ts'
import { TRAINERS } from '../variants.ts'

const task: RecipeTask & { trainer: string } = JSON.parse(process.argv[2] ?? '{}')
const trainer = TRAINERS.find(({ name }) => name === task.trainer)
if (!trainer) throw new Error(`There is no trainer ${task.trainer}.`)

const { train, validation } = await loadMnist({ dir: task.data })
const options = { ...task, validationData: validation, ...trainer.options }
const before = process.cpuUsage()
let outcome: Outcome | undefined
for await (const event of sgd(new Network(task.sizes, task), train, options)) {
  if (event.type !== 'epoch') continue
  const { user, system } = process.cpuUsage(before)
  const { correct = 0, total = 1 } = event.validation ?? {}
  outcome = {
    seconds: [(user + system) / 1e6],
    accuracy: correct / total,
    versions: { Node: process.versions.node },
    epochs: event.epoch + 1,
  }
  if (outcome.accuracy >= (task.wanted ?? 1)) break
}
console.log(JSON.stringify(outcome))
