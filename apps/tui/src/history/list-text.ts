import { calledAs } from '../terminal/shell-words.ts'
import { narrowTable } from './narrow-table.ts'
import type { Run } from './run.ts'
import {
  epochWords,
  etaWords,
  networkWords,
  scoreWords,
  seedWords,
  starWords,
  timeWords,
  workWords,
} from './run-words.ts'
import { scoresOf } from './scores.ts'
import { standingOf } from './standing.ts'

/** Runs as a table, one a row. @param more how many older ones there are. */
export function listLines(runs: readonly Run[], more: number, columns: number): string[] {
  const scores = runs.map(run => scoresOf(run.history))
  const table = [
    { heading: 'run', cells: runs.map(({ id }) => id) },
    { heading: 'started', cells: runs.map(({ started }) => timeWords(started)), rank: 0 },
    { heading: 'network', cells: runs.map(networkWords), rank: 4 },
    { heading: 'epochs', cells: runs.map(epochWords) },
    { heading: 'eta', cells: runs.map(etaWords), rank: 5 },
    { heading: 'seed', cells: runs.map(seedWords), rank: 1 },
    { heading: 'best', cells: scores.map(score => scoreWords(score, 'best')) },
    { heading: 'last', cells: scores.map(score => scoreWords(score, 'last')), rank: 2 },
    { heading: 'result', cells: runs.map(standingOf) },
    { heading: 'work', cells: runs.map(workWords), rank: 3 },
  ]
  return [
    ...narrowTable(table, columns),
    ...starWords(scores),
    ...(more > 0 ? [`and ${more} older: --limit ${runs.length + more} shows all`] : []),
  ]
}

/** What is said where there are no runs. */
export function emptyLines(folder: string): string[] {
  return [
    `No runs are kept in ${folder} yet.`,
    `Make one with: ${calledAs()} train --epochs 3`,
    'Every run of train is kept there; another folder can be named by --runs.',
  ]
}
