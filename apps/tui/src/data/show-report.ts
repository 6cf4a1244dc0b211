import { writeFileAtomic } from '@gradus/core/node'
import { reportOn } from '@gradus/data/report'
import { choicesOf, type LoadingFlags } from '../data-flags.ts'
import { EXIT, UsageError } from '../failure.ts'
import { loadShown } from '../run/data.ts'
import { columnsOfOutput, printJson, printPainted, tell } from '../terminal/output.ts'
import { quoted, shortPath } from '../terminal/printable.ts'
import { themeFor, themeOf } from '../terminal/theme.ts'
import { sheetLines } from './contact-sheet.ts'
import { factLines, findingLines } from './report-text.ts'

/** A report that is asked for. */
export interface ReportSettings {
  /** Absolute path of the data; the embedded MNIST, or what GRADUS_DATA names, without it. */
  readonly path: string | undefined
  /** Name of the argument with the path. */
  readonly argument: string
  /** Seed that chooses the images of the contact sheet. */
  readonly sample: number
  readonly json: boolean
  /** Absolute path of the file for the contact sheet, and the flag that names it. */
  readonly file: string | undefined
  readonly fileFlag: string
  readonly loading: LoadingFlags
}

/** Columns of the contact sheet in a file. */
const COLUMNS_OF_FILE = 160

/** Reports on data, and tells the exit code. @throws UsageError, and what loadData throws */
export async function showReport(settings: ReportSettings): Promise<number> {
  const { path, argument, sample, json, file, fileFlag, loading } = settings
  if (file !== undefined && !/\.svg$/i.test(file))
    throw new UsageError(fileFlag, file, 'Expected a file whose name ends in .svg.')
  const data = await loadShown({ data: path, ...choicesOf(loading) }, undefined, argument)
  const report = reportOn(data)
  const sheet = { data, report, seed: sample }
  if (file !== undefined) {
    const theme = themeFor({ unicode: true, depth: 24 })
    const lines = sheetLines(sheet, { columns: COLUMNS_OF_FILE, theme })
    if (lines.length === 0)
      throw new UsageError(fileFlag, file, 'The data are no images: expected none without a contact sheet.')
    const { svgOf } = await import('../dashboard/export/svg.ts')
    const picture = { columns: COLUMNS_OF_FILE, rows: lines.length, title: 'Gradus, contact sheet' }
    await writeFileAtomic(file, new TextEncoder().encode(svgOf(lines.join('\n'), picture)))
    tell(`Wrote ${quoted(shortPath(file))}`)
  }
  if (json) {
    const { source, path: found, classes: names, preprocessing, split, notes } = data
    await printJson([{ source, path: found, names, preprocessing, split, notes, ...report }])
    return EXIT.done
  }
  const paper = { columns: columnsOfOutput(), theme: themeOf(process.stdout, process.env) }
  const blocks = [
    factLines(data, report, paper),
    ...[sheetLines(sheet, paper)].filter(({ length }) => length > 0),
    findingLines(report.findings, paper),
  ]
  await printPainted(blocks.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines])))
  return EXIT.done
}
