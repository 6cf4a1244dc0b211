import type { Outcome, Plan, Result } from './search.ts'
import type { Candidate } from './train.ts'
import type { SourceName } from './training-data.ts'

/** Numbers of validation examples of each source. */
type Totals = Readonly<Record<SourceName, { readonly length: number }>>

/** The outcome as Markdown tables of validation accuracy, in percent. */
export function reportOf(
  { seeds, finalists }: Plan,
  { rough, fine, winner }: Outcome,
  totals: Totals,
): string {
  return [
    `Stage 1: seed ${seeds[0]}; accuracy of the file in percent, in brackets before its weights were rounded`,
    '',
    tableOf(rough, totals),
    '',
    `Stage 2: the best ${finalists}, from all seeds`,
    '',
    tableOf(fine, totals),
    '',
    `Winner: ${JSON.stringify(winner)}`,
  ].join('\n')
}

function tableOf(results: readonly Result[], { mnist, strokes, printed }: Totals): string {
  const all = mnist.length + strokes.length + printed.length
  const rows = results.map(({ candidate, bytes, epochs, temperature, correct, sources }) => [
    nameOf(candidate),
    candidate.settings.seed,
    bytes.toLocaleString('en'),
    String(epochs - 1),
    String(temperature),
    percent(sources.mnist, mnist.length),
    percent(sources.strokes, strokes.length),
    percent(sources.printed, printed.length),
    `${percent(correct.rounded, all)} (${percent(correct.trained, all)})`,
  ])
  const head = ['candidate', 'seed', 'bytes', 'epoch', 'temperature', 'MNIST', 'strokes', 'printed', 'all']
  return table(head, rows)
}

const percent = (correct: number, total: number): string => ((100 * correct) / total).toFixed(2)

/** A candidate in words: its layers, its epochs, its pictures, and what is done to all images. */
export function nameOf({ settings, pictures }: Candidate): string {
  const augment = Object.entries(settings.augment ?? {}).map(([part, amount]) => `${part} ${amount}`)
  return `${settings.sizes.join('-')}, ${settings.epochs} epochs, ${pictures.strokes} strokes, ${pictures.printed} x printed, ${augment.join(', ')}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
