import { type Experiment, type ExperimentName, setting } from '@gradus/fixtures/transcripts'
import { formatCount } from '../terminal/format.ts'
import { describeSleeps } from './describe-sleeps.ts'
import { describeVerdicts } from './describe-verdicts.ts'
import { epochTable } from './epoch-table.ts'
import { listOf } from './list-of.ts'
import type { Page } from './page.ts'
import type { Result } from './result.ts'
import { leastOf } from './wakefulness.ts'
import { CHAOS, words } from './words.ts'
import { wrap } from './wrap.ts'

/** The classes of MNIST. */
const DIGITS = 10

/** What is said before the first experiment. */
export function openingOf(names: readonly ExperimentName[], epochs: number, { columns }: Page): string {
  const { seed, miniBatchSize, trainingImages, testImages } = setting
  const length = epochs === setting.epochs ? `${epochs} epochs` : `${epochs} of ${setting.epochs} epochs`
  const images = formatCount(testImages)
  const least = formatCount(leastOf(testImages, DIGITS))
  const isChaotic = names.some(name => words[name].isChaotic)
  const texts = [
    `The experiments of the article, run again: seed ${seed}, ${length}, all ${formatCount(trainingImages)} training images of MNIST, mini-batches of ${miniBatchSize}. The counts are right answers on the ${images} test images.`,
    'A known range holds what NumPy, the article and programs that add in another order got.',
    ...(isChaotic ? [CHAOS] : []),
    `A digit is hardly predicted where fewer than ${least} of the ${images} test images, a quarter of an even share, are read as it.`,
  ]
  return `${texts.flatMap(text => wrap(text, columns)).join('\n')}\n`
}

/** All that there is to say of an experiment that was run. */
export function reportOf(result: Result, page: Page): string {
  const { experiment, evaluations, sha256 } = result
  const { name, sizes, eta } = experiment
  const { lesson, closeness, reason } = words[name]
  const paragraph = (text: string): string[] => wrap(text, page.columns)
  const findings = describeVerdicts(result).flatMap(({ text, isGood }) =>
    paragraph(text).map(line => (isGood === undefined ? line : page.paint(isGood ? 'green' : 'red', line))),
  )
  const remarks = [...describeSleeps(evaluations), reason, closeness, proseOf(experiment)]
  const lines = [
    '',
    page.paint('bold', `${name}: ${sizes.join('-')}, eta ${eta}`),
    ...paragraph(lesson),
    '',
    ...epochTable(result, page),
    '',
    ...findings,
    ...remarks.flatMap(text => (text === undefined ? [] : paragraph(text))),
    `Weights: sha256 ${sha256}`,
  ]
  return `${lines.join('\n')}\n`
}

/** Where the article's text contradicts its own transcript. */
function proseOf({ prose, printed }: Experiment): string | undefined {
  if (prose.length === 0) return undefined
  const said = prose.map(({ epoch, correct }) => `${shareOf(correct)} in epoch ${epoch}`)
  const shown = prose.map(({ epoch }) =>
    shareOf(printed.find(figure => figure.epoch === epoch)?.correct ?? Number.NaN),
  )
  return `The article's text has ${listOf(said)}, against ${listOf(shown)} in its own transcript: they come from different runs.`
}

function shareOf(correct: number): string {
  return `${correct} (${((100 * correct) / setting.testImages).toFixed(2)} %)`
}
