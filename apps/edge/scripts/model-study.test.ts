import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawing, pictureOf } from '@gradus/data/strokes'
import type { Dataset } from '@gradus/mnist'
import { Course, type Plan, type StudyEvent, verdictOf } from '@gradus/study'
import { runOnThreads } from '@gradus/study/node'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import { candidateOf, filedModel, openStudy, planOf, trialOf } from './model-study.ts'
import { comparisonText, modelTable, trialTable, verdictText } from './report.ts'
import { type Candidate, CHOSEN } from './train.ts'
import { datasetOf, joined, type Library } from './training-data.ts'

function drawn(part: 'train' | 'validation', count: number): Dataset {
  const digits = Array.from({ length: count }, (_, index) => drawing({ part, seed: 0, index }))
  return datasetOf(digits.map(digit => ({ label: digit.label, picture: pictureOf(digit, 40) })))
}

const validation = drawn('validation', 60)
const sources = {
  mnist: validation.subset(0, 40),
  strokes: validation.subset(40, 55),
  printed: validation.subset(55, 60),
}
const data = { train: drawn('train', 120), validation: joined(Object.values(sources)) }
const library: Library = { sources, dataOf: () => data }
const small: Candidate = {
  ...CHOSEN,
  settings: { ...CHOSEN.settings, sizes: [784, 8, 10], miniBatchSize: 10, epochs: 9 },
}
const space = { eta: { choices: [0.001, 0.01, 0.1] }, l2: { choices: [0, 1] } } as const

/** Goes on with the study in a folder, until so many jobs are done. @returns the jobs that were done */
async function goOn(folder: string, plan: Plan, jobs = Number.POSITIVE_INFINITY): Promise<string[]> {
  const store = await openStudy(folder, plan)
  const controller = new AbortController()
  const done: string[] = []
  const onEvent = (event: StudyEvent): void => {
    if (event.type !== 'done') return
    done.push(`${event.outcome.trial}.${event.outcome.rung}`)
    if (done.length === jobs) controller.abort()
  }
  await runOnThreads(store, data, { threads: 2, signal: controller.signal, onEvent })
  await store.close()
  return done
}

async function courseIn(folder: string, plan: Plan): Promise<Course> {
  const store = await openStudy(folder, plan)
  await store.close()
  return store.course
}

const whole = useFolder()
const cut = useFolder()

test('a study is kept: what it has done is done once, and its winner is what train.ts makes of its settings', async () => {
  const plan = await planOf(small, data, space)
  expect(plan.rungs).toEqual([1, 3, 9])
  const first = await goOn(cut.path, plan, 2)
  const second = await goOn(cut.path, plan)
  const all = [...first, ...second]
  expect(first.length).toBeGreaterThanOrEqual(2)
  expect([all.length, new Set(all).size]).toEqual([9, 9])
  const file = await readFile(join(cut.path, 'study.jsonl'), 'utf8')
  expect(await goOn(cut.path, plan)).toEqual([])
  expect(await readFile(join(cut.path, 'study.jsonl'), 'utf8')).toBe(file)

  await goOn(whole.path, plan)
  const course = await courseIn(whole.path, plan)
  expect((await courseIn(cut.path, plan)).ranking()).toEqual(course.ranking())
  const verdict = verdictOf(course)
  if (!verdict) throw new Error('The study is not over.')
  expect(trialOf(course, small)).toBe(4)
  const { winner } = verdict
  const trained = await filedModel(candidateOf(course, winner.trial, small), library)
  expect([trained.sha256]).toEqual(winner.sha256)
  expect(trained.correct.trained / validation.length).toBe(winner.accuracy)
  const { mnist, strokes, printed } = trained.sources
  expect(mnist + strokes + printed).toBe(trained.correct.rounded)

  const lines = trialTable(course).split('\n')
  expect(lines.slice(0, 2)).toEqual([
    '| trial | eta | l2 | epochs | accuracy |',
    '| --- | --- | --- | --- | --- |',
  ])
  const accuracy = (100 * (winner.accuracy ?? 0)).toFixed(2)
  expect(lines[2]).toBe(`| ${winner.trial} | ${winner.values.join(' | ')} | 9 | ${accuracy} |`)
  expect(lines.slice(2).map(line => line.split(' | ')[3])).toEqual(['9', '3', '1', '1', '1', '1'])
  expect(verdictText(course, verdict)).toMatch(
    `The winner is trial ${winner.trial}: ${course.trials.text(winner.trial)}. It is `,
  )
})

test('the settings of the model are among those that are tried', async () => {
  const course = new Course(await planOf(CHOSEN, data))
  const trial = trialOf(course, CHOSEN)
  expect(trial === undefined ? undefined : course.trials.values(trial)).toEqual([0.1, 64, 0, 12, 15])
  const others = { ...CHOSEN, settings: { ...CHOSEN.settings, eta: 0.7 } }
  expect(trialOf(course, others)).toBeUndefined()
})

test('a study of other data is refused', async () => {
  const { path } = cut
  const fewer = { ...data, train: data.train.subset(0, 100) }
  await expect(openStudy(path, await planOf(small, fewer, space))).rejects.toThrow(
    `The study in ${path} has other data, another space or another engine: expected those of today. Move it away to begin anew.`,
  )
})

test('a winner is compared with the model that is served by the validation data of both files', async () => {
  const served = await filedModel({ ...small, settings: { ...small.settings, epochs: 1 } }, library)
  const winner = { ...served, sha256: 'another', correct: { trained: 50, rounded: 45 } }
  const present = { ...served, correct: { trained: 40, rounded: 42 } }
  // Standard error of the lead: the root of (0.75 x 0.25 + 0.7 x 0.3) / 60, which is 0.0814.
  expect(comparisonText(winner, present)).toBe(
    'The winner is 5.00 percentage points ahead of the network of scripts/train.ts, which may be chance: the two are equal.',
  )
  expect(comparisonText(winner, { ...present, correct: { trained: 40, rounded: 30 } })).toBe(
    'The winner is 25.00 percentage points ahead of the network of scripts/train.ts, which is no chance.',
  )
  expect(comparisonText(winner, { ...present, correct: { trained: 40, rounded: 60 } })).toBe(
    'The network of scripts/train.ts is 25.00 percentage points ahead of the winner, which is no chance.',
  )
  expect(comparisonText(served, served)).toBe('The winner is the network of scripts/train.ts.')
  const figures = {
    temperature: 1.5,
    epochs: 7,
    bytes: 12_345,
    sources: { mnist: 36, strokes: 12, printed: 1 },
  }
  expect(modelTable({ winner: { ...winner, ...figures } }, sources).split('\n')).toEqual([
    '| model | bytes | epoch | temperature | MNIST | strokes | printed | all |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    '| winner | 12,345 | 6 | 1.5 | 90.00 | 80.00 | 20.00 | 75.00 (83.33) |',
  ])
})
