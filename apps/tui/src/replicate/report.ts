import { formatCount, listOf } from '../terminal/format.ts'
import { printableJson } from '../terminal/printable.ts'
import { tableLines } from '../terminal/table.ts'
import { wrapText } from '../terminal/text.ts'
import { type Experiment, type ExperimentName, setting } from './experiments.ts'
import { CHAOS, DESCRIPTIONS, type Page } from './page.ts'
import { describeVerdicts, isExact, type Result, verdictAt } from './verdict.ts'
import { asleepIn, describeSleeps, sleepsOf } from './wakefulness.ts'

/** Introduction that is printed before the first experiment. */
export function openingOf(names: readonly ExperimentName[], epochs: number, { columns }: Page): string {
  const { seed, miniBatchSize, trainingImages, testImages } = setting
  const length = epochs === setting.epochs ? `${epochs} epochs` : `${epochs} of ${setting.epochs} epochs`
  const images = formatCount(testImages)
  const isChaotic = names.some(name => DESCRIPTIONS[name].isChaotic)
  const texts = [
    `The experiments of the article, run again: seed ${seed}, ${length}, all ${formatCount(trainingImages)} training images of MNIST, mini-batches of ${miniBatchSize}. The counts are correct predictions on the ${images} test images.`,
    'A known range holds what NumPy, the article and programs that add in another order got.',
    ...(isChaotic ? [CHAOS] : []),
    `A digit is hardly predicted where less than a quarter of its share of the ${images} test images are predicted as it: of an even share, or of its own images where they are fewer.`,
  ]
  return `${texts.flatMap(text => wrapText(text, columns)).join('\n')}\n`
}

/** Report on an experiment that was run. */
export function reportOf(result: Result, page: Page): string {
  const { experiment, sha256, scaled } = result
  const { name, sizes, eta } = experiment
  const { lesson, closeness, reason } = DESCRIPTIONS[name]
  const paragraph = (text: string): string[] => wrapText(text, page.columns)
  const findings = describeVerdicts(result).flatMap(({ text, isGood }) =>
    paragraph(text).map(line => (isGood === undefined ? line : page.paint(isGood ? 'green' : 'red', line))),
  )
  const remarks = [...describeSleeps(result), reason, closeness, proseOf(experiment)]
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
    ...(scaled ? [`Scaled:  sha256 ${scaled.sha256}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** Contradictions between the article's text and its own transcript. */
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

/** A run epoch by epoch, beside NumPy's and the article's. */
function epochTable(result: Result, page: Page): string[] {
  const { experiment, correct, images } = result
  const sleeps = asleepIn(result).map(asleep => describeSleep(asleep, images.length))
  const hasSleeps = sleeps.some(digits => digits !== '')
  const { scaled } = result
  const header = ['epoch', 'Gradus', 'NumPy', 'article', isExact(experiment) ? 'verdict' : 'known range']
  const rows = correct.map((count, epoch) => [
    String(epoch).padStart('epoch'.length),
    String(count),
    String(experiment.numpy[epoch]),
    String(experiment.printed.find(figure => figure.epoch === epoch)?.correct ?? ''),
    standing(result, epoch),
    ...(scaled ? [String(scaled.evaluations[epoch]?.correct ?? '-')] : []),
    ...(hasSleeps ? [sleeps[epoch] ?? ''] : []),
  ])
  const more = [...(scaled ? ['scaled'] : []), ...(hasSleeps ? ['hardly predicted'] : [])]
  const lines = tableLines([...header, ...more], rows, page.columns)
  return lines.map(line => line.trimEnd().replace(/OUTSIDE|DIFFERS/, word => page.paint('red', word)))
}

function standing({ experiment, verdicts }: Result, epoch: number): string {
  const range = verdictAt(verdicts, epoch)
  if (!range) return ''
  const isOutside = range.outside.some(figure => figure.epoch === epoch)
  if (isExact(experiment)) return isOutside ? 'DIFFERS' : 'agrees'
  const { min, max } = range
  return `${isOutside ? 'OUTSIDE' : 'inside'} ${min === max ? min : `${min}..${max}`}`
}

/** The digits that an epoch's network hardly predicts, or those that it does if they are fewer. */
function describeSleep(asleep: readonly number[], digits: number): string {
  const awake = Array.from({ length: digits }, (_, digit) => digit).filter(digit => !asleep.includes(digit))
  return awake.length < asleep.length ? `all but ${awake.join(' ')}` : asleep.join(' ')
}

/** All experiments in a table, and what comes of it. */
export function summaryOf(results: readonly Result[], page: Page): string {
  const lines = tableLines(
    ['experiment', 'epoch', 'Gradus', 'NumPy', 'article', 'verdict'],
    results.map(rowOf),
    page.columns,
  )
  const others = results.filter(({ agrees }) => !agrees).map(({ experiment }) => experiment.name)
  const isGood = others.length === 0
  const conclusion = isGood
    ? `All ${results.length} experiments agree with what is known.`
    : `${others.length} of ${results.length} experiments do not agree with what is known: ${listOf(others)}.`
  const style = isGood ? 'green' : 'red'
  const end = wrapText(conclusion, page.columns).map(line => page.paint(style, line))
  return `${['', ...lines, '', ...end].join('\n')}\n`
}

function rowOf(result: Result): string[] {
  const { experiment, correct } = result
  const last = correct.length - 1
  return [
    experiment.name,
    last < 0 ? '-' : String(last),
    ...[
      correct[last],
      experiment.numpy[last],
      experiment.printed.find(({ epoch }) => epoch === last)?.correct,
    ].map(count => String(count ?? '-')),
    verdictOf(result),
  ]
}

function verdictOf({ experiment, correct, agrees, problem }: Result): string {
  if (problem !== undefined) return 'diverged'
  if (isExact(experiment)) {
    const equal = correct.filter((count, epoch) => count === experiment.numpy[epoch])
    return `${equal.length} of ${correct.length} epochs agree`
  }
  if (!agrees) return 'outside the known range'
  return `inside the known range${correct.length < experiment.numpy.length ? ' so far' : ''}`
}

/** A result as a line of JSON. */
export function jsonLineOf(result: Result): string {
  const { experiment, evaluations, correct, verdicts, scaled, agrees, sha256, problem } = result
  const { name, sizes, eta, numpy, printed, prose } = experiment
  const sleeps = sleepsOf(result)
  const line = {
    ...{ name, sizes, eta, epochs: correct.length, correct, numpy, printed, prose },
    known: verdicts.map(({ from, to, min, max, verdict }) => ({
      from,
      to,
      min,
      max,
      verdict,
    })),
    predictions: evaluations.map(({ predictions }) => predictions),
    hardlyPredicted: asleepIn(result),
    neverWakes: sleeps.flatMap(({ digit, epochs }) => (epochs.length === correct.length ? [digit] : [])),
    wakes: sleeps.flatMap(({ digit, wakes }) => (wakes ? [{ digit, epoch: wakes.epoch }] : [])),
    ...(scaled && {
      scaled: {
        correct: scaled.evaluations.map(evaluation => evaluation.correct),
        predictions: scaled.evaluations.map(({ predictions }) => predictions),
        hardlyPredicted: asleepIn(scaled),
        ...{ sha256: scaled.sha256, error: scaled.problem },
      },
    }),
    ...{ sha256, agrees, error: problem },
  }
  return `${printableJson(line)}\n`
}
