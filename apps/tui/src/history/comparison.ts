import { completeSpec } from '@gradus/core'
import { EXIT, UsageError } from '../failure.ts'
import { differencesOf, differencesText } from '../run/differences.ts'
import { told } from '../run/verdict.ts'
import { formatCount } from '../terminal/format.ts'
import { columnsOfOutput, printJson, printPainted } from '../terminal/output.ts'
import { brief, printable } from '../terminal/printable.ts'
import { type Column, narrowTable } from '../terminal/table.ts'
import { wrapText } from '../terminal/text.ts'
import { themeOf } from '../terminal/theme.ts'
import { findRunOrFile, listRuns } from './list-runs.ts'
import { type Run, standingOf } from './run.ts'
import {
  costText,
  epochsText,
  etaText,
  networkText,
  type Scores,
  scoresOf,
  scoreText,
  seedText,
  starText,
  verdictText,
  workText,
} from './run-cells.ts'
import { curvesTogether, MOST_CURVES, type NamedRun, type Paper } from './run-curves.ts'
import { reported, runJson } from './show-runs.ts'

/** Several runs beside each other: their curves, and what differs. */
export function comparisonLines(runs: readonly Run[], paper: Paper): string[] {
  const { differing, common } = aspectsOf(runs)
  const named = nameRuns(runs, differing)
  const scores = runs.map(run => scoresOf(run.history))
  return [
    ...curvesTogether(named, paper),
    ...(runs.length > MOST_CURVES ? [`The curves are of the first ${MOST_CURVES} runs.`, ''] : []),
    ...narrowTable(tableOf(runs, differing, scores), paper.columns),
    ...starText(scores),
    ...faultLines(runs).flatMap(line => wrapText(line, paper.columns)),
    '',
    ...(differing.length > 0 ? wrapText(`What differs: ${differencesText(differing)}`, paper.columns) : []),
    ...wrapText(commonText(common, differing), paper.columns),
    ...weightsLines(runs),
  ]
}

/** Names for a legend: by the one option that tells the runs apart, or else by the ends of their ids. */
function nameRuns(runs: readonly Run[], differing: readonly Aspect[]): NamedRun[] {
  const telling = differing.find(({ values }) => new Set(values).size === runs.length)
  return runs.map((run, i) => ({
    run,
    name: telling ? `${telling.name} ${telling.values[i] ?? ''}` : run.id.slice(-4),
  }))
}

function tableOf(
  runs: readonly Run[],
  differing: readonly Aspect[],
  scores: readonly (Scores | undefined)[],
): Column[] {
  return [
    { heading: 'run', cells: runs.map(({ id }) => id) },
    ...differing.map(({ name, values }) => ({ heading: name, cells: values })),
    { heading: 'best', cells: scores.map(score => scoreText(score, 'best')) },
    { heading: 'best epoch', cells: scores.map(score => (score ? String(score.best.epoch) : '-')), rank: 0 },
    { heading: 'last', cells: scores.map(score => scoreText(score, 'last')) },
    { heading: 'cost', cells: runs.map(costText), rank: 1 },
    { heading: 'done', cells: runs.map(epochsText), rank: 3 },
    { heading: 'result', cells: runs.map(standingOf), rank: 2 },
    { heading: 'verdict', cells: runs.map(verdictText), rank: 0 },
    { heading: 'work', cells: runs.map(workText) },
  ]
}

function commonText(common: readonly Aspect[], differing: readonly Aspect[]): string {
  const words = common.map(({ name, values }) => `${name} ${values[0] ?? ''}`).join(', ')
  return differing.length === 0 ? `All options are the same: ${words}` : `The same in all: ${words}`
}

/** The worst that is wrong with each run, where something is. */
function faultLines(runs: readonly Run[]): string[] {
  const lines = runs.flatMap(({ id, result }) =>
    (result.verdict?.findings ?? []).slice(0, 1).map(finding => `${id}: ${printable(told(finding))}`),
  )
  return lines.length > 0 ? ['', ...lines] : []
}

/** A line for runs that ended with the same bits. */
function weightsLines(runs: readonly Run[]): string[] {
  const hashes = new Set(runs.map(({ result }) => result.sha256))
  const [hash] = hashes
  return hashes.size === 1 && hash !== undefined
    ? [`All ended with the same weights: sha256 ${brief(hash)}`]
    : []
}

/** An option in which runs may differ. */
interface Aspect {
  readonly name: string
  /** One for each run. */
  readonly values: readonly string[]
}

/** Words for the options, in order of importance, and the fields of the Spec that each tells of. */
const ASPECTS: readonly (readonly [name: string, words: (run: Run) => string, ...fields: string[]])[] = [
  ['eta', etaText, 'eta', 'etaChanges'],
  ['network', networkText, 'sizes'],
  ['seed', seedText, 'seed'],
  ['mini-batch', ({ spec }) => formatCount(spec.miniBatchSize), 'miniBatchSize'],
  ['epochs', ({ spec }) => formatCount(spec.epochs), 'epochs'],
  ['precision', ({ spec }) => spec.precision, 'precision'],
  ['engine', ({ engine }) => engine],
  [
    'data',
    ({ spec: { data } }) => (data.hash === undefined ? '-' : brief(data.hash).slice(0, 8)),
    'data.hash',
  ],
  ['training', ({ spec }) => formatCount(spec.data.train), 'data.train'],
  ['validation', ({ spec }) => countText(spec.data.validation), 'data.validation'],
  ['test', ({ spec }) => countText(spec.data.test), 'data.test'],
]

function countText(count: number | undefined): string {
  return count === undefined ? '-' : formatCount(count)
}

/**
 * The options of several runs: those that differ, and those that are the same in all. Fields of the Spec without words of their own
 * are told of where they differ, or are not the textbook's.
 */
function aspectsOf(runs: readonly Run[]): { differing: Aspect[]; common: Aspect[] } {
  const different = new Map(
    differencesOf(runs.map(({ spec }) => spec)).map(difference => [difference.field, difference]),
  )
  const ways = commonWays(runs, new Set(different.keys()))
  const [differing, common]: [Aspect[], Aspect[]] = [[], []]
  for (const [name, words, ...fields] of ASPECTS) {
    const values = runs.map(words)
    const differs =
      fields.length === 0 ? new Set(values).size > 1 : fields.some(field => different.has(field))
    ;(differs ? differing : common).push({ name, values })
    for (const field of fields) different.delete(field)
  }
  differing.push(...different.values())
  return { differing, common: [...common, ...ways] }
}

/** Fields in which runs are the same, and not as the textbook has them. */
function commonWays([first]: readonly Run[], different: ReadonlySet<string>): Aspect[] {
  if (!first) return []
  const { sizes, seed, epochs, miniBatchSize, eta, etaChanges, precision, data } = first.spec
  const textbook = completeSpec({ sizes, seed, epochs, miniBatchSize, eta, etaChanges, precision, data })
  return differencesOf([first.spec, textbook]).filter(({ field }) => !different.has(field))
}

/** Shows several runs beside each other, and tells the exit code. @throws UsageError */
export async function compareRuns(
  argument: string,
  references: readonly string[],
  { folder, json }: { readonly folder: string; readonly json: boolean },
): Promise<number> {
  if (references.length < 2) {
    const message = 'Expected two runs or more, such as last~1 last.'
    throw new UsageError(argument, references.join(' '), message)
  }
  const list = reported(await listRuns(folder))
  const runs: Run[] = []
  for (const reference of references) runs.push(await findRunOrFile(argument, reference, list))
  if (json) {
    const differing = Object.fromEntries(aspectsOf(runs).differing.map(({ name, values }) => [name, values]))
    await printJson([{ differing, runs: runs.map(runJson) }])
    return EXIT.done
  }
  const paper = { columns: columnsOfOutput(), theme: themeOf(process.stdout, process.env) }
  await printPainted(comparisonLines(runs, paper))
  return EXIT.done
}
