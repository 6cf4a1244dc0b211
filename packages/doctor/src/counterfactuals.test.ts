import { examine, type Lab, type Report, type Subject, type Trial, type TrialResult } from '@gradus/doctor'
import { describe, expect, it } from 'vitest'
import { quadrantsRun } from '../test/runs.ts'

/** Accuracies of trials by what they change, as if they had been trained; `base` is that of all others. */
type Record = (trial: Trial) => number | undefined

/** A lab that looks results up in a record. */
function recorded(record: Record, base: number, findings: TrialResult['findings']): Lab {
  const resultOf = (trial: Trial): TrialResult => {
    const accuracy = isNothing(trial) ? 0.5 : (record(trial) ?? base)
    const total = 1000
    const validation = { correct: Math.round(accuracy * total), total, cost: 1 }
    const epoch = { cost: 1, training: { correct: validation.correct, total }, validation }
    const epochs = Array.from({ length: trial.spec.epochs }, () => epoch)
    return { sha256: 'recorded', epochs, saturated: [], findings }
  }
  return { run: trials => Promise.resolve(trials.map(resultOf)) }
}

/** Whether there is nothing to learn from the data of a trial. */
function isNothing({ data }: Trial): boolean {
  return data.inputs === 'zero' || data.labels === 'shuffled'
}

/** A run of the textbook's kind, whose changes are scaled weights, the cross-entropy, and others. Its outputs are saturated. */
const subject = (given: Parameters<typeof quadrantsRun>[0] = {}): Subject =>
  quadrantsRun({ sizes: [2, 200, 2], initialiser: 'textbook', cost: 'quadratic', eta: 3, ...given })

async function diagnosed(
  record: Record,
  base: number,
  run = subject(),
  findings: TrialResult['findings'] = [],
): Promise<Report> {
  return examine(run, recorded(record, base, findings))
}

const questionsOf = ({ causes }: Report): unknown => causes.map(({ questions }) => questions)

const isScaled = ({ spec }: Trial): boolean => spec.initialiser === 'scaled'

describe('a cause', () => {
  it('is named where its change takes most errors away', async () => {
    const report = await diagnosed(trial => (isScaled(trial) ? 0.95 : undefined), 0.7)
    expect(questionsOf(report)).toEqual([['start']])
    expect(report.causes[0]?.cure).toMatchObject({ change: 'scaled weights', flags: '--initialiser scaled' })
    expect(report.tried.map(({ change, effect }) => [change, effect])).toEqual([
      ['scaled weights', 'cures'],
      ['the cross-entropy cost', 'does not help'],
    ])
  })

  it('is not named where only a comparison of runs speaks for it, and that is told', async () => {
    const record = (trial: Trial): number | undefined => (isScaled(trial) ? 0.95 : undefined)
    const report = await diagnosed(record, 0.7, subject({ sizes: [2, 12, 2] }))
    expect([report.status, questionsOf(report)]).toEqual(['healthy', []])
    expect(report.sentence).toMatch(
      /\. It does better with scaled weights \(95 %\), but nothing shows a fault\.$/,
    )
  })

  it('is not named where its change takes few away, and that is told', async () => {
    const report = await diagnosed(trial => (isScaled(trial) ? 0.85 : undefined), 0.8)
    expect([report.status, questionsOf(report)]).toEqual(['healthy', []])
    expect(report.tried[0]).toMatchObject({ change: 'scaled weights', effect: 'helps less' })
  })

  it('is not named where one seed alone makes the difference', async () => {
    const lucky = (trial: Trial): number | undefined =>
      isScaled(trial) ? (trial.spec.seed === '1' ? 0.95 : 0.7) : undefined
    expect(questionsOf(await diagnosed(lucky, 0.7))).toEqual([])
  })

  it('that cures less than another is told as such', async () => {
    const both = (trial: Trial): number | undefined =>
      isScaled(trial) ? 0.95 : trial.spec.eta === 1 ? 0.85 : undefined
    const report = await diagnosed(both, 0.6)
    expect(questionsOf(report)).toEqual([['start']])
    expect(report.sentence).toContain('eta = 1 (85 %) helps less')
  })

  it('of equal cures is the one that a look shows', async () => {
    const three = (trial: Trial): number | undefined =>
      isScaled(trial) || trial.spec.cost === 'cross-entropy' || trial.spec.eta === 1 ? 0.95 : undefined
    const report = await diagnosed(three, 0.6)
    expect(questionsOf(report)).toEqual([['start']])
    expect(report.sentence).toMatch(/; the cross-entropy cost \(95 %\), eta = 1 \(95 %\) cure as well\.$/)
  })

  it('is two where only both changes cure', async () => {
    const pair = ({ spec }: Trial): number | undefined =>
      spec.l2 === undefined && spec.eta === 3 ? 0.95 : undefined
    const report = await diagnosed(pair, 0.5, subject({ eta: 300, l2: 100 }))
    expect(questionsOf(report)).toEqual([['regularisation', 'eta-too-high']])
    expect(report.causes[0]?.cure?.flags).toBe('--l2 0 --eta 3')
  })
})

describe('findings on the run', () => {
  const wider = { code: 'class-stuck', change: { sizes: [2, 24, 2] } }
  const scaled = { code: 'neurons-stuck', change: { initialiser: 'scaled' as const } }
  const decay = { code: 'overfitting', change: { l2: 5 } }
  const eta = { code: 'eta-too-high', change: { eta: 3.3 } }
  const triedFor = async (run: Subject): Promise<string[]> => {
    const { base, tried } = await diagnosed(() => undefined, 0.6, run, [wider, scaled, decay, eta])
    expect(base.findings).toEqual(['class-stuck', 'neurons-stuck', 'overfitting', 'eta-too-high'])
    return tried.map(({ change }) => change)
  }

  it('are suspects by the changes that they advise, and none is tried twice', async () => {
    const tried = await triedFor(subject({ sizes: [2, 12, 2], eta: 100 }))
    expect(tried.slice(0, 4)).toEqual([
      ...['eta = 3', 'one hidden layer of 24 neurons', 'scaled weights', 'the cross-entropy cost'],
    ])
    expect(new Set(tried).size).toBe(tried.length)
    expect(tried).not.toContain('an L2 decay of 5')
  })

  it('are suspects with an eta that is not tried anyway', async () => {
    expect(await triedFor(subject({ eta: 0.5, cost: 'cross-entropy' }))).toContain('eta = 3.3')
  })
})

describe('what holds a run back', () => {
  const held = subject({ dropout: { hidden: 0.5 }, l2: 0.1 })

  it.each([
    ['dropout of 0.5', ({ spec }: Trial) => (spec.dropout === undefined ? 0.95 : undefined)],
    ['the decay of l2 = 0.1', ({ spec }: Trial) => (spec.l2 === undefined ? 0.95 : undefined)],
  ])('is named as the cure leaves it out: %s', async (name, record) => {
    const { sentence } = await diagnosed(record, 0.5, held)
    expect(sentence).toContain(
      `it is held back too much by ${name}: the training accuracy stays at 50 %; with no `,
    )
  })
})

describe('the usual eta', () => {
  it('is the cure where another one is hardly better', async () => {
    const etas = ({ spec }: Trial): number | undefined =>
      spec.eta === 3 ? 0.948 : spec.eta === 10 ? 0.95 : undefined
    const report = await diagnosed(etas, 0.5, subject({ eta: 100 }))
    expect(report.causes[0]?.cure?.change).toBe('eta = 3')
  })
})

describe('more epochs', () => {
  const longer = ({ spec, data }: Trial): number | undefined =>
    spec.epochs > 1 && data.examples === undefined ? 0.95 : undefined

  it('are a cure where nothing else is', async () => {
    const report = await diagnosed(longer, 0.6, subject({ epochs: 1 }))
    expect(questionsOf(report)).toEqual([['epochs']])
    expect(report.causes[0]?.cure).toMatchObject({ change: '16 epochs', flags: '--epochs 16', epochs: 16 })
  })

  it('are none where another change does as much at the epochs given', async () => {
    const either = (trial: Trial): number | undefined => (isScaled(trial) ? 0.945 : longer(trial))
    expect(questionsOf(await diagnosed(either, 0.6, subject({ epochs: 1 })))).toEqual([['start']])
  })
})

describe('labels', () => {
  const byHeart = ({ data }: Trial): number | undefined =>
    data.examples !== undefined && 'perClass' in data.examples ? 1 : undefined

  it('are to blame where others are predicted as well, and a few are learned by heart', async () => {
    expect(questionsOf(await diagnosed(byHeart, 0.5))).toEqual([['labels']])
  })

  it('are not where the network learns nothing at all', async () => {
    const report = await diagnosed(() => undefined, 0.5)
    expect([report.status, questionsOf(report)]).toEqual(['ill', []])
    expect(report.sentence).toMatch(/^The network does not learn: .* nothing that was tried cures it: /)
  })

  it('are not where a change learns from the same ones', async () => {
    const report = await diagnosed(trial => byHeart(trial) ?? (isScaled(trial) ? 0.6 : undefined), 0.5)
    expect([report.status, questionsOf(report)]).toEqual(['ill', []])
  })
})
