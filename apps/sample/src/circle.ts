import { denseExamples, Network, oneHot, splitExamples } from '@gradus/core'
import { watch } from '@gradus/tui'

const classes = ['inside', 'outside']
const sides = Array.from({ length: 40 }, (_, i) => (i + 0.5) / 20 - 1)
const points = sides.flatMap(x => sides.map(y => [x, y] as const))
const labelOf = (x: number, y: number): number => (x * x + y * y < 0.5 ? 0 : 1)
const examples = denseExamples(points.map(([x, y]) => [[x, y], oneHot(labelOf(x, y), classes.length)]))

const { train, test } = splitExamples(examples, { test: 0.2, seed: 0 })
const network = new Network([2, 8, 2], { seed: 0 })
const epochs = Number(process.argv[2] ?? 60)
const { reason, history, model } = await watch({
  ...{ network, train, test, classes, title: 'Points inside a circle' },
  ...{ epochs, miniBatchSize: 10, eta: 3 },
  out: 'circle.safetensors',
})

console.log(`${reason} after ${history.length} epochs, saved ${model}`)
console.log(
  `The middle is ${classes[network.predict([0, 0])]}, a corner ${classes[network.predict([1, 1])]}.`,
)
