/**
 * Times Gradus in reading the test images, from their bytes: one a call, or all at once.
 *
 *     node src/programs/predict.ts '{"predictor": "predict", "images": 1, …}'
 */
import { join } from 'node:path'
import { loadModel } from '@gradus/core/node'
import { loadImages, loadLabels } from '@gradus/mnist/node'
import type { Outcome, PredictTask } from '../tasks.ts'
import { PREDICTORS } from '../variants.ts'

const task: PredictTask & { predictor: string } = JSON.parse(process.argv[2] ?? '{}')
const predictor = PREDICTORS.find(({ name }) => name === task.predictor)
if (!predictor) throw new Error(`There is no predictor ${task.predictor}.`)

const { network } = await loadModel(task.model)
const { data: pixels } = await loadImages(join(task.data, 't10k-images-idx3-ubyte'))
const { data: labels } = await loadLabels(join(task.data, 't10k-labels-idx1-ubyte'))
const read = predictor.open(network)
const inputs = network.sizes[0] ?? 0
const calls = Array.from({ length: task.calls }, (_, i) =>
  pixels.slice(i * task.images * inputs, (i + 1) * task.images * inputs),
)

const seconds: number[] = []
for (let repetition = 0; repetition < task.repetitions; repetition++) {
  const start = performance.now()
  for (const images of calls) read(images)
  seconds.push((performance.now() - start) / 1000 / calls.length)
}

const digits = Array.from(read(pixels))
const right = digits.filter((digit, i) => digit === labels[i]).length
const outcome: Outcome = {
  seconds,
  accuracy: right / labels.length,
  versions: { Node: process.versions.node },
  digits: digits.join(''),
}
console.log(JSON.stringify(outcome))
