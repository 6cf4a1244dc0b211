import { FileError, writeFileAtomic } from '@gradus/core/node'
import { type Course, fieldText } from '@gradus/study'
import { EXIT, UsageError } from '../failure.ts'
import { print, printJson, tell } from '../terminal/output.ts'
import { printableJson, shortPath } from '../terminal/printable.ts'
import { studyJson } from './show-studies.ts'
import { findStudy, type KeptStudy, STUDY } from './studies.ts'

/** The flags that say where a study goes, as the help shows them. */
export const EXPORT_FLAGS = { csv: '--csv <file>', json: '--json <file>' } as const

/** Form and place of an export. */
export interface ExportSettings {
  readonly folder: string
  readonly format: keyof typeof EXPORT_FLAGS
  /** Path of the file; standard output without it. */
  readonly file: string | undefined
}

/** Writes a study as a table or as JSON, and tells the exit code. @throws UsageError */
export async function exportStudy(
  reference: string,
  { folder, format, file }: ExportSettings,
): Promise<number> {
  const study = await findStudy(STUDY, reference, folder)
  if (file === undefined) {
    if (format === 'json') await printJson([studyJson(study)])
    else await print(csvLines(study.course))
    return EXIT.done
  }
  const text = format === 'json' ? printableJson(studyJson(study)) : csvLines(study.course).join('\r\n')
  const end = format === 'json' ? '\n' : '\r\n'
  await writeFileAtomic(file, new TextEncoder().encode(`${text}${end}`)).catch((error: unknown) => {
    throw error instanceof FileError ? new UsageError(EXPORT_FLAGS[format], file, error.message) : error
  })
  tell(`Wrote ${countOfTrials(study)} to ${shortPath(file)}`)
  return EXIT.done
}

function countOfTrials({ course }: KeptStudy): string {
  return course.plan.trials === 1 ? '1 trial' : `${course.plan.trials} trials`
}

/** The trials as lines of CSV (RFC 4180), in the order of their numbers, with a column a field and a run. */
export function csvLines(course: Course): string[] {
  const { plan, trials } = course
  const runs = Array.from({ length: plan.seeds }, (_, seed) => seed)
  const ofRun = (name: string): string[] => runs.map(seed => (plan.seeds === 1 ? name : `${name}_${seed}`))
  const fields = trials.space.dimensions.map(({ field }) => field)
  const accuracies = plan.seeds === 1 ? [] : ofRun('accuracy')
  const header = [
    'trial',
    ...fields,
    'standing',
    'rung',
    'epochs',
    'accuracy',
    ...accuracies,
    ...ofRun('sha256'),
  ]
  const rows = course
    .rows()
    .map(({ trial, values, standing, rung, accuracy, runs: each, sha256 }) => [
      trial,
      ...values.map(fieldText),
      ...[standing, rung ?? '', rung === undefined ? 0 : (plan.rungs[rung] ?? ''), accuracy ?? ''],
      ...accuracies.map((_, seed) => each[seed] ?? ''),
      ...runs.map(seed => sha256[seed] ?? ''),
    ])
  return [header, ...rows].map(row => row.map(cell => quotedCell(String(cell))).join(','))
}

function quotedCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
