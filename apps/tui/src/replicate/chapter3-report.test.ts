import { completeSpec } from '@gradus/core'
import { expect, test } from 'vitest'
import { page } from '../../test/outcomes.ts'
import { chapter3 } from './chapter3.ts'
import { chapterLineOf, chapterOpeningOf, chapterReportOf, chapterSummaryOf } from './chapter3-report.ts'
import { jobsOf, type ReplicationName } from './jobs.ts'
import { type ChapterResult, chapterResultOf, type Trial } from './trials.ts'

/** Result of an experiment that is trained with two seeds. */
function resultOf(
  name: ReplicationName,
  trialOf: (seed: number, epochs: number) => Partial<Trial>,
): ChapterResult {
  const experiment = chapter3.find(candidate => candidate.name === name)
  if (!experiment) throw new Error(`expected an experiment ${name}`)
  const trials = jobsOf({ names: [name], epochs: undefined, seeds: 2 }).map(({ spec }) => ({
    ...{ spec: completeSpec(spec), validation: [], test: [], training: [], sha256: `ab${spec.seed}` },
    ...trialOf(Number(spec.seed), spec.epochs),
  }))
  return chapterResultOf(experiment, trials)
}

const hundred = resultOf('hundred', (seed, epochs) => ({
  validation: [...Array<number>(epochs - 2).fill(9000), 9800 + seed, 9750 + 10 * seed],
}))

test('each figure stands beside the published one, by its setting', () => {
  const lines = chapterReportOf(hundred, page).split('\n')
  expect(lines.slice(1, 17)).toEqual([
    'hundred: 784-100-10, cross-entropy, lambda 5: eta 0.5 and 0.1',
    'With the cross-entropy cost and weights that decay a hundred hidden neurons do',
    'better than thirty, and smaller steps for longer pass 98 %.',
    '',
    'eta 0.5, 30 epochs:',
    'accuracy in %            book   mean     our range  the book is',
    'validation, last epoch  97.92  97.55  97.50..97.60   0.32 above',
    'validation, best epoch  97.92  98.00  98.00..98.01   0.08 below',
    '',
    'eta 0.1, 60 epochs:',
    'accuracy in %            book   mean     our range  the book is',
    'validation, last epoch  98.04  97.55  97.50..97.60   0.44 above',
    'validation, best epoch  98.04  98.00  98.00..98.01   0.03 above',
    '',
    'Of 4 published figures 3 above and 1 below our range.',
    'The book does not say whether its figures are of the last epoch or of the best.',
  ])
})

test('what the book does not print is measured all the same', () => {
  const result = resultOf('regularized', (seed, epochs) => ({
    ...{ test: Array<number>(epochs).fill(8700 - 10 * seed), training: Array<number>(epochs).fill(1000) },
  }))
  const text = chapterReportOf(result, page)
  expect(text).toContain('test, last epoch      86.95   86.95  86.90..87.00       inside\n')
  expect(text).toContain('training, last epoch      -  100.00        100.00            -\n')
  expect(text).toContain('Of 2 published figures 1 inside and 1 above our range.\n')
})

test('runs of fewer epochs, and runs that diverged', () => {
  const result = resultOf('weight-initialization', () => ({ validation: [9270], problem: 'It diverged.' }))
  const text = chapterReportOf(result, page)
  expect(text).toContain('validation, first epoch  92.70  92.70      92.70       inside\n')
  expect(text).toContain('validation, last epoch   96.50      -          -      not run\n')
  expect(text).toContain('784-30-10, scaled weights, seed 1: It diverged.\n')
  const none = resultOf('hundred', () => ({ validation: [9000] }))
  expect(chapterReportOf(none, page)).toContain('No published figure can be compared yet: ')
})

test('the line of JSON', () => {
  const line = chapterLineOf(hundred)
  expect(line).toMatch(/^\{.*\}\n$/)
  const { name, settings, agrees } = JSON.parse(line)
  expect([name, agrees, settings.length]).toEqual(['hundred', true, 2])
  expect(settings[0].figures).toEqual([
    { data: 'validation', epoch: 'last', published: 97.92, values: [97.5, 97.6], verdict: 'above' },
    { data: 'validation', epoch: 'best', published: 97.92, values: [98, 98.01], verdict: 'below' },
  ])
  const [, run] = settings[0].runs
  expect(run).toMatchObject({
    spec: { sizes: [784, 100, 10], seed: '1', precision: 'float32' },
    sha256: 'ab1',
  })
  expect(run.validation).toHaveLength(30)
  const early = JSON.parse(chapterLineOf(resultOf('hundred', () => ({ problem: 'It diverged.' }))))
  expect(early).toMatchObject({
    settings: { 0: { figures: { 0: { verdict: 'not run' } }, runs: { 0: { error: 'It diverged.' } } } },
    agrees: false,
  })
})

test('the opening says what the range is worth', () => {
  const text = (seeds: number): string => chapterOpeningOf(seeds, page).replaceAll('\n', ' ')
  expect(text(5)).toContain('the seeds 0 to 4, mini-batches of 10, float32')
  expect(text(5)).toContain('one more run of ours would fall outside in 2 of 6 cases.')
  expect(text(1)).toContain('seed 0 alone')
  expect(text(1)).toContain('in 2 of 2 cases.')
})

test('the summary counts all published figures', () => {
  const text = chapterSummaryOf([hundred, hundred], page)
  expect(text).toBe('\nhundred and hundred: Of 8 published figures 6 above and 2 below our range.\n')
})

test.each([80, 60, 40])('no line is longer than %d columns', columns => {
  const small = { ...page, columns }
  const results = chapter3.map(({ name }) =>
    resultOf(name, () => ({ validation: [9000], problem: 'It diverged.' })),
  )
  const texts = [
    ...[chapterOpeningOf(5, small), chapterSummaryOf(results, small)],
    ...results.map(result => chapterReportOf(result, small)),
  ]
  expect(texts.flatMap(text => text.split('\n')).filter(line => line.length > columns)).toEqual([])
})
