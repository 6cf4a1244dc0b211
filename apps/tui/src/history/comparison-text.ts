import { brief } from '../terminal/printable.ts'
import { wrapText } from '../terminal/wrap-text.ts'
import { type Aspect, aspectsOf } from './differences.ts'
import { type Column, narrowTable } from './narrow-table.ts'
import type { Run } from './run.ts'
import { curvesTogether, MOST_CURVES, type NamedRun, type Paper } from './run-curves.ts'
import { costWords, epochWords, scoreWords, starWords, workWords } from './run-words.ts'
import { type Scores, scoresOf } from './scores.ts'
import { standingOf } from './standing.ts'

/** Several runs beside each other: their curves, and what differs. */
export function comparisonLines(runs: readonly Run[], paper: Paper): string[] {
  const { differing, common } = aspectsOf(runs)
  const named = nameRuns(runs, differing)
  const scores = runs.map(run => scoresOf(run.history))
  return [
    ...curvesTogether(named, paper),
    ...(runs.length > MOST_CURVES ? [`The curves are of the first ${MOST_CURVES} runs.`, ''] : []),
    ...narrowTable(tableOf(runs, differing, scores), paper.columns),
    ...starWords(scores),
    '',
    ...wrapText(commonWords(common, differing), paper.columns),
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
    { heading: 'best', cells: scores.map(score => scoreWords(score, 'best')) },
    { heading: 'best epoch', cells: scores.map(score => (score ? String(score.best.epoch) : '-')), rank: 0 },
    { heading: 'last', cells: scores.map(score => scoreWords(score, 'last')) },
    { heading: 'cost', cells: runs.map(costWords), rank: 1 },
    { heading: 'done', cells: runs.map(epochWords), rank: 3 },
    { heading: 'result', cells: runs.map(standingOf), rank: 2 },
    { heading: 'work', cells: runs.map(workWords) },
  ]
}

function commonWords(common: readonly Aspect[], differing: readonly Aspect[]): string {
  const words = common.map(({ name, values }) => `${name} ${values[0] ?? ''}`).join(', ')
  return differing.length === 0 ? `All options are the same: ${words}` : `The same in all: ${words}`
}

/** Where runs ended with the same bits, that is worth a line. */
function weightsLines(runs: readonly Run[]): string[] {
  const hashes = new Set(runs.map(({ result }) => result.sha256))
  const [hash] = hashes
  return hashes.size === 1 && hash !== undefined
    ? [`All ended with the same weights: sha256 ${brief(hash)}`]
    : []
}
