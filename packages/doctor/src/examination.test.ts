import { completeSpec, type Examples, hyperparametersOf, networkOf, sgd } from '@gradus/core'
import { examine, LocalLab, type Phase, type Report, type Subject, usualBudget } from '@gradus/doctor'
import { describe, expect, it } from 'vitest'
import { quadrantsRun, withOtherLabels } from '../test/runs.ts'

const budget = 200_000

const examined = (subject: Subject): Promise<Report> => examine(subject, new LocalLab(subject), { budget })

/** Questions that are answered by yes. */
function causesOf({ causes }: Report): string[] {
  return causes.flatMap(({ questions }) => questions)
}

describe('a run is told to be', () => {
  it.each([
    ['eta-too-low', quadrantsRun({ eta: 0.001 })],
    ['eta-too-high', quadrantsRun({ eta: 300 })],
    ['architecture', quadrantsRun({ sizes: [2, 2] })],
    ['regularisation', quadrantsRun({ l2: 300 })],
    ['epochs', quadrantsRun({ epochs: 1 })],
    ['spec', quadrantsRun({ miniBatchSize: 300 })],
    ['labels', quadrantsRun({}, withOtherLabels())],
  ])('ill: %s', async (question, subject) => {
    const report = await examined(subject)
    expect(report.status).toBe('ill')
    expect(causesOf(report)).toEqual([question])
    expect(report.sentence).toMatch(/^The network does not learn because .*\.$/)
    const yes = report.answers.filter(({ answer }) => answer === 'yes')
    expect(yes.map(one => one.question)).toEqual([question])
  })

  it('healthy, which is the twin of all these', async () => {
    const report = await examined(quadrantsRun())
    expect([report.status, causesOf(report)]).toEqual(['healthy', []])
    expect(report.sentence).toMatch(
      /^The network learns: it reaches 93\.3 % after 20 epochs, and none of the/,
    )
    expect(report.answers.map(({ question }) => question)).toEqual([
      'start',
      'examples',
      'epochs',
      'architecture',
      'eta-too-high',
      'eta-too-low',
    ])
    expect(report.answers.filter(({ answer }) => answer === 'yes')).toEqual([])
  })
})

describe('a cure', () => {
  it('is a run that reaches what the report says, to the last bit', async () => {
    const subject = quadrantsRun({ eta: 0.001 })
    const { causes } = await examined(subject)
    const cure = causes[0]?.cure
    if (!cure) throw new Error('There is a cure')
    expect(cure.flags).toBe(`--eta ${cure.fields.eta} --epochs ${cure.epochs}`)
    expect(cure.epochs).toBeLessThan(20)
    const { seed, epochs } = cure
    const spec = completeSpec({ ...subject.spec, ...cure.fields, seed, epochs })
    const network = networkOf(spec)
    const options = { ...hyperparametersOf(spec), validationData: subject.validation }
    let correct = 0
    for await (const event of sgd(network, subject.train, options))
      if (event.type === 'epoch') correct = event.validation?.correct ?? 0
    expect({ correct, total: 300 }).toEqual(cure.validation)
    expect(await network.sha256()).toBe(cure.sha256)
    expect(cure.curve.at(-1)).toBe(correct / 300)
  })
})

describe('a report', () => {
  it('is JSON, and the same each time', async () => {
    const subject = quadrantsRun({ eta: 300 })
    const [one, other] = [await examined(subject), await examined(subject)]
    expect(JSON.stringify(one)).toBe(JSON.stringify(other))
    expect(JSON.parse(JSON.stringify(one)).sentence).toBe(one.sentence)
  })

  it('tells when the outputs are saturated, where they are to blame', async () => {
    const { sentence, experiments } = await examined(quadrantsRun({ eta: 300 }))
    expect(sentence).toMatch(
      /because eta = 300 drives 100 % of the outputs into saturation, most of them after the first mini-batch; with eta = 1 /,
    )
    expect(experiments.firstSteps).toEqual({ miniBatches: 100, untilSaturated: 1 })
  })

  it('costs no more than the budget, and its phases tell what they cost', async () => {
    const subject = quadrantsRun()
    const phases: Phase[] = []
    const onPhase = (phase: Phase): void => void phases.push(phase)
    const { cost } = await examine(subject, new LocalLab(subject), { budget: 60_000, onPhase })
    expect(cost.spent).toBeLessThanOrEqual(60_000)
    expect(phases.reduce((sum, { examples }) => sum + examples, 0)).toBe(cost.spent)
    expect(phases.reduce((sum, { trials }) => sum + trials, 0)).toBe(cost.trials)
  })
})

describe('an examination', () => {
  it('refuses other data than the Spec says', async () => {
    const subject = quadrantsRun()
    const spec = { ...subject.spec, data: { train: 5, validation: 300 } }
    await expect(examined({ ...subject, spec })).rejects.toThrow(
      'The data are 300 examples, and 300 for validation: expected 5 and 300, as the Spec says.',
    )
  })

  it('refuses a single output, by which nothing can be judged', async () => {
    const { spec, ...data } = quadrantsRun()
    const single = (examples: Examples): Examples =>
      examples.kind === 'sparse'
        ? examples
        : { ...examples, outputSize: 1, y: examples.y.filter((_, i) => i % 2 === 1) }
    const run = { spec: { ...spec, sizes: [2, 12, 1] }, train: single(data.train) }
    await expect(examined({ ...run, validation: single(data.validation) })).rejects.toThrow(
      /^The network has a single output, .*: expected an output a class, at least two\. Give .* `oneHot\(label, 2\)`\.$/,
    )
  })

  it('refuses a budget that pays for nothing', async () => {
    const subject = quadrantsRun()
    const lab = new LocalLab(subject)
    await expect(examine(subject, lab, { budget: 10 })).rejects.toThrow('budget is 10: expected at least 900')
    await expect(examine(subject, lab, { budget: 0.5 })).rejects.toThrow(
      'budget is 0.5: expected a whole number',
    )
  })

  it('has a budget of eight runs, within limits', () => {
    const { spec } = quadrantsRun()
    const budgetOf = (train: number): number => usualBudget({ ...spec, data: { train } })
    expect([100, 10_000, 100_000].map(budgetOf)).toEqual([400_000, 1_600_000, 4_000_000])
  })

  it('that is aborted throws the reason', async () => {
    const subject = quadrantsRun()
    const controller = new AbortController()
    const lab = new LocalLab(subject, { signal: controller.signal })
    const onPhase = (): void => controller.abort(new Error('enough'))
    await expect(examine(subject, lab, { budget, onPhase })).rejects.toThrow('enough')
  })
})

it('labels that mean something else in training are told from those that mean nothing', async () => {
  const { spec, ...data } = quadrantsRun()
  const { train } = data
  if (train.kind === 'sparse') throw new Error('Points are dense')
  const report = await examined({ spec, ...data, train: { ...train, y: train.y.map(wanted => 1 - wanted) } })
  expect(causesOf(report)).toEqual(['labels'])
  expect(report.sentence).toMatch(
    /because the labels of the training data are others than those of the validation data: \d\d\.\d % of the former/,
  )
})

describe('a note that a look makes', () => {
  it('is a suspect, which is proved like others', async () => {
    const { spec, ...data } = quadrantsRun()
    const large = (examples: Examples): Examples =>
      examples.kind === 'sparse' ? examples : { ...examples, x: examples.x.map(value => 255 * value) }
    const report = await examined({ spec, train: large(data.train), validation: large(data.validation) })
    expect(causesOf(report)).toEqual(['inputs'])
    expect(report.sentence).toMatch(
      /^The network does not learn because the inputs are too large: they run from 0 to 252, .* with standardised inputs it reaches 9/,
    )
  })
})

describe('a fault that a look shows', () => {
  const { train, validation } = quadrantsRun()

  it('makes the report ill, however well the network learns', async () => {
    const report = await examined({ ...quadrantsRun(), validation: train })
    expect([report.status, causesOf(report)]).toEqual(['ill', []])
    expect(report.sentence).toMatch(
      /^The network reaches 9\d.* after 20 epochs, and a look shows a fault\. The training data hold validation examples: 300 of the 300/,
    )
    const yes = report.answers.filter(({ answer }) => answer === 'yes')
    expect(yes.map(({ question }) => question)).toEqual(['parts'])
    expect(yes[0]?.sentence).toBe(report.sightings[0]?.sentence)
  })

  it('is told beside a cause that has another question', async () => {
    const { spec } = quadrantsRun({ eta: 0.001 })
    const report = await examined({ spec, train, validation: train })
    expect(causesOf(report)).toEqual(['eta-too-low'])
    expect(report.sentence).toMatch(
      /^The network does not learn because eta = 0\.001 .*\. The training data hold/,
    )
    expect(report.sightings.map(({ code }) => code)).toEqual(['leak', 'eta-below-usual'])
  })

  it('is none where the validation data are others', async () => {
    const report = await examined({ ...quadrantsRun(), validation })
    expect([report.status, report.sightings]).toEqual(['healthy', []])
  })
})
