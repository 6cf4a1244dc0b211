import { describe, expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  evaluation,
  finished,
  healthAfter,
  lacking,
  layer,
  PROFILE,
  started,
  statistics,
  without,
} from '../../../test/health-events.ts'

describe('a class that the training data lack', () => {
  it('is an alarm before training has begun', () => {
    const health = healthAfter([started()], lacking(7))
    expect(health.findings).toMatchObject([{ code: 'class-missing', classes: [7] }])
    expect(health.verdict).toBe(
      'The training data lack class 7: none of the 50,000 examples has this label, so that the network learns never to predict it, and others that it is tried on have; add examples of it to the training data, or take those of it out of the others.',
    )
  })

  it('is what the cost on other data comes from', () => {
    const events = [started(), epochDone(0, { cost: 0.05, test: evaluation({ cost: 0.12 }) })]
    expect(codesOf(healthAfter(events, lacking(7)))).toEqual(['alarm class-missing'])
  })

  it('may be one of several', () => {
    expect(healthAfter([started()], lacking(2, 7)).verdict).toMatch(
      /^The training data lack classes 2 and 7: .* has these labels, .* take those of them out of the others\.$/,
    )
  })

  it('is found by the validation data, too, once they are evaluated', () => {
    const begun = started({ answers: without(7) })
    const seen = (label: number) => ({
      ...epochDone(0),
      confusions: {
        validation: {
          ...{ examples: without().map((_, c) => (c === label ? 5 : 0)), predictions: without() },
          ...{ correct: without(), confused: [], worst: [] },
        },
      },
    })
    expect(codesOf(healthAfter([begun, seen(7)], lacking(7)))).toEqual(['alarm class-missing'])
    expect(codesOf(healthAfter([begun, seen(3)], lacking(7)))).toEqual(['note class-unused'])
  })
})

describe('a class that occurs nowhere', () => {
  it('is a note, which tells where labels begin', () => {
    const health = healthAfter([started({ answers: without(0) })], lacking(0))
    expect(health.findings).toMatchObject([{ code: 'class-unused', severity: 'note', classes: [0] }])
    expect(health.findings[0]?.sentence).toBe(
      'Class 0 occurs nowhere: labels begin at 1, so that the network has an output more than it needs; this does no harm, and labels from 0 on without gaps would need 9 outputs.',
    )
    expect(health.status).toBe('unknown')
  })

  it('may be one of several, and amidst the others', () => {
    const health = healthAfter([started({ answers: without(3, 9) })], lacking(3, 9))
    expect(health.findings[0]?.sentence).toMatch(
      /^Classes 3 and 9 occur nowhere: no example has such a label, so that the network has 2 outputs more than it needs; .* 8 outputs\.$/,
    )
    expect(codesOf(healthAfter([started({ answers: [] })], lacking(3)))).toEqual(['note class-unused'])
  })

  it('does not keep the rules on the number of examples silent', () => {
    const done = epochDone(0, { cost: 0.03, test: evaluation({ cost: 0.1, predictions: without(0) }) })
    expect(codesOf(healthAfter([started({ answers: without(0) }), done], lacking(0)))).toEqual([
      'warning too-few-examples',
      'note class-unused',
    ])
  })

  it('is none where outputs are wanted together, and a label is only the first of them', () => {
    const profile = { ...lacking(7), meanOutputs: PROFILE.meanOutputs }
    expect(codesOf(healthAfter([started({ answers: without(7) })], profile))).toEqual([])
  })
})

describe('unbalanced classes', () => {
  const two = (rare: number) => ({ ...PROFILE, outputSize: 2, classes: [50_000 - rare, rare] })
  const begun = started({ sizes: [784, 30, 2], answers: [9000, 1000] })
  const done = (correct: number) =>
    epochDone(0, {
      cost: 0.06,
      test: evaluation({
        ...{ correct: 9000 + correct, cost: 0.06 },
        ...{ predictions: [10_000 - correct, correct], correctPredictions: [9000, correct] },
      }),
    })

  it('are named where the accuracy is the share of the largest class', () => {
    const health = healthAfter([begun, done(20)], two(5000))
    expect(health.findings).toMatchObject([{ code: 'classes-unbalanced', severity: 'alarm', classes: [1] }])
    expect(health.verdict).toBe(
      'The classes are unbalanced, and the network gives up class 1: class 0 has 45,000 of 50,000 training examples and it 5,000, with a recall of 2 %, and the accuracy of 90 % is what answering class 0 alone would have (90 %); add examples of the rare classes, or repeat those that there are, and judge by the recall of each class instead of the accuracy.',
    )
  })

  it.each([
    ['is learnt', healthAfter([begun, done(100)], two(5000))],
    [
      'is neglected beside the largest one, which is not learnt either',
      healthAfter(
        [
          begun,
          epochDone(0, { test: evaluation({ predictions: [4000, 0], correctPredictions: [4000, 0] }) }),
        ],
        two(5000),
      ),
    ],
    ['is not rare', healthAfter([begun, done(0)], two(20_000))],
    [
      'may come late',
      healthAfter(
        [started({ sizes: [784, 30, 2], examples: 9990, answers: [9000, 1000] }), done(0)],
        two(5000),
      ),
    ],
    [
      'is tried on few examples',
      healthAfter([started({ sizes: [784, 30, 2], answers: [9000, 19] }), done(0)], two(5000)),
    ],
  ])('are not named where the class %s', (_, health) => {
    expect(codesOf(health)).not.toContain('alarm classes-unbalanced')
  })

  it('are named at the end of a run, however short', () => {
    const short = [started({ sizes: [784, 30, 2], examples: 100, answers: [9000, 1000] }), done(0)]
    expect(codesOf(healthAfter([...short, finished()], two(5000)))).toContain('alarm classes-unbalanced')
  })

  it('are a warning where the other classes are learnt, unless a class is very rare', () => {
    const sound = statistics([layer(30), layer(10)])
    const unheard = epochDone(0, { test: evaluation({ predictions: without(3) }) })
    const at = (examples: number) =>
      healthAfter([started(), sound, unheard], { ...PROFILE, classes: PROFILE.classes.with(3, examples) })
    expect(codesOf(at(1000))).toEqual(['warning classes-unbalanced'])
    expect(at(90).verdict).toBe(
      'The classes are unbalanced, and the network gives up class 3: class 0 has 5,000 of 50,000 training examples and it 90, with a recall of 0 %; add examples of the rare classes, or repeat those that there are, and judge by the recall of each class instead of the accuracy.',
    )
    expect(at(90).status).toBe('alarm')
  })
})
