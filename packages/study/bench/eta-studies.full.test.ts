import { type Course, engineVersion, makePlan } from '@gradus/study'
import { beforeAll, describe, expect, test } from 'vitest'
import { fewImages, straight } from '../test/runs.ts'
import {
  choicesPlan,
  comparisonPlan,
  differencesText,
  etaOf,
  rankingTable,
  TUTORIAL,
  textbookSpec,
  verdictText,
} from './eta-studies.ts'

/** Fewer than the whole study has: with 0.01 few examples teach no more than with 100. */
const FEW = [0.001, 0.1, 1, 3, 10, 100]

describe('a small study over the learning rate of [784, 15, 10]', () => {
  let choices: Course
  let comparison: Course

  beforeAll(async () => {
    const data = await fewImages(4000, 2000)
    const { train, validation } = data
    const fixed = textbookSpec({ hash: train.hash, train: train.length, validation: validation.length }, 9)
    const engine = await engineVersion()
    choices = await straight(makePlan(choicesPlan(fixed, engine, FEW, 2)), data)
    const [winner] = choices.ranking().map(etaOf)
    comparison = await straight(makePlan(comparisonPlan(fixed, engine, [winner ?? 0])), data)
  })

  test('ranks 0.001 and 100 last, as the tutorial found', () => {
    const etas = choices.ranking().map(etaOf)
    expect(etas.slice(-2).toSorted((a, b) => a - b)).toEqual([0.001, 100])
    expect(etas.toSorted((a, b) => a - b)).toEqual(FEW)
  })

  test('finds a learning rate that is at least as good as the tutorial’s with fresh seeds', () => {
    const accuracies = new Map(comparison.rows().map(row => [etaOf(row), row.accuracy ?? 0]))
    const [winner = 0] = choices.ranking().map(etaOf)
    expect(accuracies.get(winner)).toBeGreaterThanOrEqual(accuracies.get(TUTORIAL) ?? 1)
  })

  test('is told as tables and sentences', () => {
    const lines = rankingTable(choices).split('\n')
    expect(lines[0]).toBe(
      '| rank | eta | after 1 epoch | after 3 epochs | after 9 epochs | its runs, at their end |',
    )
    expect(lines.length).toBe(2 + FEW.length)
    expect(verdictText(choices)).toMatch(
      /^The winner is eta = [\d.]+, with \d\d\.\d\d % on the validation data/,
    )
    expect(differencesText(comparison)).toMatch(/^eta = [\d.]+ less eta = 3: -?\d\.\d\d ± \d\.\d\d points/)
  })
})
