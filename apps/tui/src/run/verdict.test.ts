import { Fields } from '@gradus/core/node'
import { describe, expect, test } from 'vitest'
import { readVerdict, type Verdict, verdictLines, verdictOf } from './verdict.ts'

const finding = {
  code: 'eta-too-high',
  severity: 'alarm',
  sentence: 'eta = 100 is too high: gradients are at most 8e-10; try 3.',
  evidence: 'gradients are at most 8e-10',
  remedy: 'try 3',
  layer: 2,
  since: 0,
} as const
const warning = { ...finding, code: 'class-stuck', severity: 'warning', sentence: 'Wait.' } as const
const ill: Verdict = { healthy: false, text: finding.sentence, findings: [finding] }

describe('a verdict', () => {
  test.each([
    ['healthy', true],
    ['unknown', null],
    ['warning', false],
    ['alarm', false],
  ] as const)('of a run that is %s', (status, healthy) => {
    expect(verdictOf({ status, verdict: 'So.', findings: [] })).toEqual({
      healthy,
      text: 'So.',
      findings: [],
    })
  })

  test('in lines is all that is wrong, or its text', () => {
    expect(verdictLines({ ...ill, findings: [finding, warning] })).toEqual([
      `Alarm: ${finding.sentence}`,
      'Warning: Wait.',
    ])
    const note = { ...finding, severity: 'note', sentence: 'Class 0 occurs nowhere.' } as const
    expect(verdictLines({ healthy: true, text: 'Healthy.', findings: [note] })).toEqual([
      'Healthy.',
      'Note: Class 0 occurs nowhere.',
    ])
    expect(verdictLines({ ...ill, findings: [finding, note] })).toHaveLength(2)
    expect(verdictLines({ healthy: null, text: 'Too early.', findings: [] })).toEqual(['Too early.'])
  })
})

describe('a verdict in a record', () => {
  const read = (value: unknown): Verdict =>
    readVerdict(new Fields(value, 'verdict', problem => new Error(problem)))

  test('is read as it was written, also with kinds of faults that are new', () => {
    const classes = { ...warning, classes: [3, 6], code: 'of a later version' }
    const change = {
      ...{ sizes: [784, 30, 10], eta: 0.5, initialiser: 'scaled', l2: 5, keep: 'best', stop: { epochs: 10 } },
      ...{ dropout: { hidden: 0.5, input: 0 }, augment: { shift: 1, rotate: 12 } },
    } as const
    const tried = { ...ill, findings: [{ ...finding, change }] }
    for (const verdict of [ill, tried, { ...ill, healthy: null, findings: [classes] }])
      expect(read(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict)
  })

  test.each([
    [{ ...ill, healthy: 'no' }, 'verdict.healthy is "no": expected true, false or null'],
    [{ ...ill, text: 1 }, 'verdict.text is 1: expected a string'],
    [{ ...ill, findings: [{ ...finding, severity: 'bad' }] }, 'expected alarm, warning or note'],
    [
      { ...ill, findings: [{ ...finding, change: { eta: 0 } }] },
      'change.eta is 0: expected a number above 0',
    ],
    [{ ...ill, findings: [{ ...finding, change: { seed: '1' } }] }, 'change.seed is unknown'],
    [{ ...ill, findings: [{ ...finding, cause: 'eta' }] }, 'verdict.findings[0].cause is unknown'],
    [{ ...ill, more: 1 }, 'verdict.more is unknown'],
  ])('is refused where it is none: %#', (value, problem) => {
    expect(() => read(value)).toThrow(problem)
  })
})
