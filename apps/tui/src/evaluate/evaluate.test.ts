import { Network, Predictor, subtract } from '@gradus/core'
import { loadTestData } from '@gradus/mnist/node'
import { describe, expect, test } from 'vitest'
import { ClassNames } from '../dashboard/class-names.ts'
import { widthOf } from '../terminal/text.ts'
import { type ClassesEvaluation, evaluateClasses, evaluationLines, type ReportWords } from './evaluate.ts'

test('counts and costs, by their definitions on the textbook network', async () => {
  const network = new Network([784, 10], { seed: 6 })
  const examples = (await loadTestData()).subset(0, 600)
  const progress: number[] = []
  const evaluation = evaluateClasses(new Predictor(network), network.cost, [examples], done =>
    progress.push(done),
  )
  const answers = Array.from({ length: 600 }, (_, i) => {
    const { x, y, label } = examples.at(i)
    const errors = subtract(network.feedforward(x).at(-1) ?? y, y).data
    return { label, answer: network.predict(x), cost: errors.reduce((sum, error) => sum + error ** 2, 0) / 2 }
  })
  expect(evaluation.correct).toBe(network.evaluate(examples))
  expect(evaluation.total).toBe(600)
  expect(evaluation.cost).toBeCloseTo(answers.reduce((sum, { cost }) => sum + cost, 0) / 600, 13)
  expect(evaluation.classes).toEqual(
    Array.from({ length: 10 }, (_, digit) => {
      const images = answers.filter(({ label }) => label === digit).length
      const predicted = answers.filter(({ answer }) => answer === digit).length
      const right = answers.filter(({ label, answer }) => label === digit && answer === digit).length
      const [recall, precision] = [right / images, predicted === 0 ? null : right / predicted]
      return { class: digit, examples: images, predicted, right, recall, precision }
    }),
  )
  expect(progress).toEqual([0, 64, 128, 192, 256, 320, 384, 448, 512, 576])
})

test('an output without images, and digits that are never the answer', async () => {
  const network = new Network([784, 12], { seed: 0 })
  for (const { data } of [...network.weights, ...network.biases]) data.fill(0)
  network.biases[0]?.data.set([1], 11)
  const examples = (await loadTestData()).subset(0, 50)
  const evaluation = evaluateClasses(new Predictor(network), network.cost, [examples], () => undefined)
  const empty = { class: 11, examples: 0, right: 0, predicted: 50, recall: null, precision: 0 }
  expect(evaluation.classes[11]).toEqual(empty)
  expect(evaluation.classes[10]).toMatchObject({ examples: 0, predicted: 0, recall: null, precision: null })
  expect(evaluation.neverPredicted).toEqual([...new Set(examples.labels)].sort())
})

describe('the text', () => {
  const unnamed = new ClassNames(undefined, { unicode: true })
  const words: ReportWords = { classes: unnamed, noun: 'digit', examples: 'images' }
  const evaluation: ClassesEvaluation = {
    ...{ correct: 9361, total: 10_000, cost: 0.054321 },
    classes: [
      { class: 0, examples: 980, right: 961, predicted: 1234, recall: 961 / 980, precision: 961 / 1234 },
      { class: 1, examples: 0, right: 0, predicted: 0, recall: null, precision: null },
      { class: 2, examples: 20, right: 0, predicted: 0, recall: 0, precision: null },
    ],
    neverPredicted: [2],
  }

  test('totals, a table, and the digits that are never predicted', () => {
    expect(evaluationLines(evaluation, words, 80)).toEqual([
      '9,361 / 10,000 (93.61 %), mean cost 0.0543',
      '',
      'digit  images  correct   recall  precision  predicted',
      '0         980      961  98.06 %    77.88 %      1,234',
      '1           0        0        -          -          0',
      '2          20        0   0.00 %          -          0',
      '',
      'Never predicted: 2',
    ])
  })

  test('says nothing of such digits where there are none', () => {
    const [zero] = evaluation.classes
    const lines = evaluationLines(
      { ...evaluation, classes: zero ? [zero] : [], neverPredicted: [] },
      words,
      80,
    )
    expect(lines).toHaveLength(4)
  })

  test('has the names of classes, cut where they would make the table too wide', () => {
    const names = [
      '靴',
      'a garment with a name that goes on for longer than the table has room for',
      '\u001B[2J',
    ]
    const named: ReportWords = {
      classes: new ClassNames(names, { unicode: true }),
      ...({ noun: 'class', examples: 'examples' } as const),
    }
    const lines = evaluationLines(evaluation, named, 80)
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80)
    expect(lines[2]).toMatch(/^class +examples +correct +recall +precision +predicted$/)
    expect(lines[3]).toMatch(/^靴 +980 /)
    expect(lines[4]).toMatch(/^a garment with a name that go… +0 /)
    expect(lines.at(-1)).toBe('Never predicted: \uFFFD[2J')
  })

  test('a value a line on a narrow terminal', () => {
    expect(evaluationLines(evaluation, words, 40)).toContain('  precision 77.88 %')
  })
})
