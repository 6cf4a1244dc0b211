import { type Course, costOf, fieldText, type Row } from '@gradus/study'
import { EXIT } from '../failure.ts'
import { timeText } from '../history/run-cells.ts'
import { countOf, formatCount, listOf, shareOf } from '../terminal/format.ts'
import { columnsOfOutput, print, printJson, tell } from '../terminal/output.ts'
import { calledAs } from '../terminal/printable.ts'
import { type Column, narrowTable } from '../terminal/table.ts'
import { resultJson, trialValues } from './json-events.ts'
import { findStudy, type KeptStudy, listStudies, STUDY, studyCommand } from './studies.ts'
import { dimensionText, noWinnerText, standingText, winnerLines } from './transcript.ts'
import { type Winner, winnerOf } from './winner.ts'

/** Selection of what is shown. */
export interface ShowSettings {
  /** Folder of the studies, and that of the runs, if it is not the usual one. */
  readonly folder: string
  readonly runs: string | undefined
  readonly json: boolean
  /** Upper bound on the number of trials, or of studies; all without it. */
  readonly limit: number | undefined
}

/** Lists studies, the newest first, and tells the exit code. @throws UsageError */
export async function showStudies({ folder, json, limit }: ShowSettings): Promise<number> {
  const { studies, problems } = await listStudies(folder)
  for (const problem of problems) tell(`warning: skipped study ${problem}`)
  const shown = studies.slice(0, limit)
  if (json) await printJson(shown.map(studyJson))
  else if (studies.length === 0 && problems.length === 0) {
    await print([
      `No studies are kept in ${folder} yet.`,
      `Make one with: ${calledAs()} study --try eta=0.1..10 --epochs 3`,
    ])
  } else if (studies.length > 0)
    await print([...listLines(shown), ...moreLines(studies.length - shown.length, studies.length)])
  return EXIT.done
}

function moreLines(more: number, all: number): string[] {
  return more > 0 ? [`and ${formatCount(more)} more: --limit ${all} shows all`] : []
}

function listLines(studies: readonly KeptStudy[]): string[] {
  const cells = (text: (study: KeptStudy) => string): string[] => studies.map(text)
  return narrowTable(
    [
      { heading: 'study', cells: cells(({ name }) => name) },
      { heading: 'begun', cells: cells(({ about }) => timeText(about.begun)), rank: 0 },
      { heading: 'tried', cells: cells(triedText), rank: 2 },
      { heading: 'trials', cells: cells(({ course }) => formatCount(course.plan.trials)) },
      {
        heading: 'rung',
        cells: cells(({ course }) => `${course.rung + 1} of ${course.plan.rungs.length}`),
        rank: 1,
      },
      { heading: 'best', cells: cells(({ course }) => shareOf(course.ranking()[0]?.accuracy)) },
      { heading: 'standing', cells: cells(({ standing }) => standing) },
    ],
    columnsOfOutput(),
  )
}

function triedText({ course }: KeptStudy): string {
  return course.trials.space.dimensions.map(({ field }) => field).join(', ')
}

/** Shows one study, its trials from the best to the worst, and tells the exit code. @throws UsageError */
export async function showStudy(reference: string, settings: ShowSettings): Promise<number> {
  const study = await findStudy(STUDY, reference, settings.folder)
  if (settings.json) await printJson([studyJson(study)])
  else await print(studyLines(study, settings))
  return EXIT.done
}

function studyLines(study: KeptStudy, { runs, limit }: ShowSettings): string[] {
  const { name, course, standing } = study
  const { plan, rung, progress, trials } = course
  const place =
    standing === 'finished'
      ? ''
      : `, rung ${rung + 1} of ${plan.rungs.length}: ${formatCount(progress.done)} of ${countOf(progress.total, 'run')} done`
  const winner = winnerFor(study)
  return [
    `Study ${name}: ${standing}${place}`,
    `Tried: ${listOf(trials.space.dimensions.map(dimensionText))}; ${countOf(plan.trials, 'trial')} (${plan.sampler}, seed ${plan.seed}), rungs at ${listOf(plan.rungs.map(String))} epochs, ${formatCount(costOf(plan))} examples`,
    '',
    ...trialLines(course, limit, columnsOfOutput()),
    '',
    ...(winner ? winnerLines(course, winner) : []),
    ...(standing === 'finished' && !winner ? [noWinnerText(course)] : []),
    ...(standing === 'interrupted' ? [`Go on with: ${studyCommand('resume', name, runs)}`] : []),
  ]
}

/** The winner of a study that is finished. */
function winnerFor({ course, ending, folder, about }: KeptStudy): Winner | undefined {
  return winnerOf(course, ending, { folder, about })
}

/** Digits of a hash that a table shows. */
const HASH_DIGITS = 16

/** Trials from the best to the worst as a table, and how many more there are. */
export function trialLines(course: Course, limit: number | undefined, columns: number): string[] {
  const rows = course.ranking()
  const shown = rows.slice(0, limit)
  const cells = (text: (row: Row) => string): string[] => shown.map(text)
  const epochs = ({ rung }: Row): string => (rung === undefined ? '-' : String(course.plan.rungs[rung]))
  const fields = course.trials.space.dimensions.map(
    ({ field }, d): Column => ({
      heading: field,
      cells: cells(({ values }) => {
        const value = values[d]
        return value === undefined ? '-' : fieldText(value)
      }),
    }),
  )
  const table = [
    { heading: 'trial', cells: cells(({ trial }) => String(trial)) },
    ...fields,
    { heading: 'epochs', cells: cells(epochs) },
    { heading: 'validation', cells: cells(({ accuracy }) => shareOf(accuracy)) },
    { heading: 'standing', cells: cells(row => standingText(row, course)), rank: 1 },
    { heading: 'sha256', cells: cells(({ sha256: [first = '-'] }) => first.slice(0, HASH_DIGITS)), rank: 0 },
  ]
  return [...narrowTable(table, columns), ...moreLines(rows.length - shown.length, rows.length)]
}

/** A study for programs: its plan, all its trials in their order, and its winner. */
export function studyJson(study: KeptStudy): object {
  const { name, folder, course, about, standing } = study
  const { plan, rung, progress } = course
  const winner = winnerFor(study)
  return {
    ...{ name, folder, standing, begun: about.begun, data: about.data ?? null },
    ...{ plan, examples: costOf(plan), rung, ...progress },
    trials: course.rows().map(row => trialJson(course, row)),
    winner: winner ? resultJson(course, winner) : null,
  }
}

function trialJson(course: Course, row: Row): object {
  const { trial, standing, rung, accuracy, runs, curve, sha256 } = row
  return {
    ...{ trial, values: trialValues(course, trial), standing, rung: rung ?? null },
    ...{ epochs: rung === undefined ? 0 : course.plan.rungs[rung], accuracy: accuracy ?? null },
    ...{ runs, curve, sha256 },
  }
}
