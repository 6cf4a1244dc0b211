import { expect, test } from 'vitest'
import { evaluationOf, IMAGES } from '../../test/outcomes.ts'
import { isOfArticle, jobsOf, type ReplicationName } from './jobs.ts'
import { KeptRuns } from './kept-runs.ts'
import type { RunOutcome } from './messages.ts'
import { Reporter } from './reporter.ts'
import { trialOf } from './trials.ts'

const outcome: RunOutcome = {
  ...{ validation: [evaluationOf(9000)], test: [evaluationOf(816)], training: [] },
  ...{ images: IMAGES, sha256: 'ab12', problem: undefined },
}

/** First line of each text that is printed; runs may end in the reverse of their order. */
async function printedFor(
  names: readonly ReplicationName[],
  { json = false, isReverse = false } = {},
): Promise<string[]> {
  const settings = { names, epochs: 1, seeds: 2 }
  const jobs = jobsOf(settings)
  const kept = await KeptRuns.open(undefined)
  const texts: string[] = []
  const reporter = new Reporter(settings, jobs, kept, text => texts.push(text.trim()), json)
  reporter.open()
  for (const job of isReverse ? jobs.toReversed() : jobs) {
    if (isOfArticle(job.name)) reporter.outcomes.set(job, outcome)
    else kept.add(trialOf(job.spec, outcome))
    reporter.report()
  }
  reporter.close()
  expect(jobs.filter(({ spec }) => kept.get(spec))).toEqual([])
  return texts.map(text => text.split(/ run again|: 784|,"|\n/)[0] ?? '')
}

const ARTICLE = 'The experiments of the article,'
const CHAPTER = "The experiments of the book's third chapter,"

test.each<[ReplicationName[], string[]]>([
  [['too-slow'], [ARTICLE, 'too-slow']],
  [['hundred'], [CHAPTER, 'hundred']],
  [
    ['too-slow', 'hundred'],
    [ARTICLE, 'too-slow', CHAPTER, 'hundred'],
  ],
  [
    ['overfitting', 'too-slow', 'too-fast', 'hundred'],
    [
      ...[CHAPTER, 'overfitting', ARTICLE, 'too-slow', 'too-fast', 'hundred'],
      expect.stringMatching(/^experiment +epoch/),
      expect.stringMatching(/^overfitting and hundred: No published/),
    ],
  ],
])('%j: each group is introduced once, and summed up where it has several', async (names, texts) => {
  expect(await printedFor(names)).toEqual(texts)
  expect(await printedFor(names, { isReverse: true })).toEqual(texts)
})

test('JSON has a line for each, and nothing else', async () => {
  const texts = await printedFor(['hundred', 'too-slow', 'overfitting'], { json: true })
  expect(texts).toEqual(['{"name":"hundred"', '{"name":"too-slow"', '{"name":"overfitting"'])
})
