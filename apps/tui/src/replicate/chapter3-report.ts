import { countOf, listOf } from '../terminal/format.ts'
import { printableJson } from '../terminal/printable.ts'
import { tableLines } from '../terminal/table.ts'
import { wrapText } from '../terminal/text.ts'
import type { ChapterFigure } from './chapter3.ts'
import type { Page } from './page.ts'
import { type ChapterResult, type Measured, rangeOf, type SettingResult } from './trials.ts'

/** Introduction that is printed before the first experiment of chapter 3. */
export function chapterOpeningOf(seeds: number, { columns }: Page): string {
  const range = seeds === 1 ? 'seed 0 alone' : `the seeds 0 to ${seeds - 1}`
  const texts = [
    `The experiments of the book's third chapter, run again: ${range}, mini-batches of 10, float32, weights from N(0, 1) unless said. Validation data are the last 10,000 of the 60,000 training images, training data the other 50,000.`,
    `The book prints one run's figure each. "Inside" says that it falls into the range of our runs; "above" and "below", on which side of it the figure lies. A figure outside is no failure: one more run of ours would fall outside in 2 of ${seeds + 1} cases.`,
  ]
  return `${texts.flatMap(text => wrapText(text, columns)).join('\n')}\n`
}

/** Report on an experiment of chapter 3. */
export function chapterReportOf({ experiment, settings }: ChapterResult, page: Page): string {
  const { name, about, lesson, remark } = experiment
  const paragraph = (text: string): string[] => wrapText(text, page.columns)
  const lines = [
    '',
    ...paragraph(`${name}: ${about}`).map(line => page.paint('bold', line)),
    ...paragraph(lesson),
    ...settings.flatMap(result => ['', ...settingLines(result, page)]),
    '',
    ...settings
      .flatMap(result => problemsOf(result))
      .flatMap(text => paragraph(text).map(line => page.paint('red', line))),
    ...paragraph(tallyOf(settings)),
    ...(remark === undefined ? [] : paragraph(remark)),
  ]
  return `${lines.join('\n')}\n`
}

const HEADER = ['accuracy in %', 'book', 'mean', 'our range', 'the book is']

function settingLines({ setting, figures }: SettingResult, page: Page): string[] {
  const rows = figures.map(figure => {
    const { mean, range } = rangeOf(figure.values)
    return [nameOf(figure), figure.published?.toFixed(2) ?? '-', mean, range, standingOf(figure)]
  })
  const lines = tableLines(HEADER, rows, page.columns).map(line =>
    line.trimEnd().replace(/inside$/, word => page.paint('green', word)),
  )
  return [...wrapText(`${setting.title}:`, page.columns), ...lines]
}

function nameOf({ data, epoch }: ChapterFigure): string {
  return `${data}, ${epoch === 'chosen' ? 'best on validation' : `${epoch} epoch`}`
}

function standingOf({ values, published, verdict }: Measured): string {
  if (values.length === 0) return 'not run'
  if (verdict === undefined || published === undefined) return '-'
  if (verdict === 'inside') return verdict
  const edge = verdict === 'above' ? Math.max(...values) : Math.min(...values)
  return `${Math.abs(published - edge).toFixed(2)} ${verdict}`
}

function problemsOf({ setting, trials }: SettingResult): string[] {
  return trials.flatMap(({ spec, problem }) =>
    problem === undefined ? [] : [`${setting.title}, seed ${spec.seed}: ${problem}`],
  )
}

/** Counts of the published figures inside, above and below our ranges. */
function tallyOf(settings: readonly SettingResult[]): string {
  const verdicts = settings.flatMap(({ figures }) => figures).flatMap(({ verdict }) => verdict ?? [])
  if (verdicts.length === 0) return 'No published figure can be compared yet: they are of later epochs.'
  const places = (['inside', 'above', 'below'] as const).flatMap(place => {
    const count = verdicts.filter(verdict => verdict === place).length
    return count === 0 ? [] : [`${count} ${place}`]
  })
  return `Of ${countOf(verdicts.length, 'published figure')} ${listOf(places)} our range.`
}

/** All published figures of several experiments together. */
export function chapterSummaryOf(results: readonly ChapterResult[], { columns }: Page): string {
  const names = results.map(({ experiment }) => experiment.name)
  const text = `${listOf(names)}: ${tallyOf(results.flatMap(({ settings }) => settings))}`
  return `\n${wrapText(text, columns).join('\n')}\n`
}

/** A result as a line of JSON. */
export function chapterLineOf({ experiment, settings, agrees }: ChapterResult): string {
  const { name, about } = experiment
  const line = {
    ...{ name, about },
    settings: settings.map(({ setting, figures, trials }) => ({
      title: setting.title,
      figures: figures.map(({ data, epoch, published, values, verdict }) => ({
        ...{ data, epoch, published, values, verdict: verdict ?? (values.length === 0 ? 'not run' : null) },
      })),
      runs: trials.map(({ problem, ...trial }) => ({ ...trial, error: problem })),
    })),
    agrees,
  }
  return `${printableJson(line)}\n`
}
