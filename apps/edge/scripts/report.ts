import { inOrder, type Outcome, type Plan, type Result } from './search.ts'

/**
 * The outcome as Markdown tables of validation accuracy, in percent.
 * @param total number of validation images
 */
export function reportOf(plan: Plan, { rough, fine, winner }: Outcome, total: number): string {
  const percent = (correct: number): string => ((100 * correct) / total).toFixed(2)
  return [
    `Stage 1: seed ${plan.seeds[0]}; accuracy of the file, in brackets before its weights were rounded, in percent`,
    '',
    roughTable(plan, rough, percent),
    '',
    `Stage 2: the ${plan.finalists} best shapes, each with its best number of epochs; accuracy of the file, in percent`,
    '',
    fineTable(plan, fine, percent),
    '',
    `Winner: ${JSON.stringify(winner)}`,
  ].join('\n')
}

function roughTable(plan: Plan, results: readonly Result[], percent: (correct: number) => string): string {
  const rows = plan.shapes.map(({ sizes, weights }) => {
    const own = results.filter(({ candidate }) => candidate.settings.sizes === sizes)
    const cells = own.map(({ correct }) => `${percent(correct.rounded)} (${percent(correct.trained)})`)
    return [nameOf(sizes), weights, ...own.slice(0, 1).map(({ bytes }) => bytesIn(bytes)), ...cells]
  })
  return table(['sizes', 'weights', 'bytes', ...plan.epochs.map(epochs => `${epochs} epochs`)], rows)
}

function fineTable(plan: Plan, results: readonly Result[], percent: (correct: number) => string): string {
  const shapes = [...new Set(results.map(({ candidate }) => candidate.settings.sizes))]
  const rows = shapes.map(sizes => {
    const own = results.filter(({ candidate }) => candidate.settings.sizes === sizes)
    const mean = own.reduce((sum, { correct }) => sum + correct.rounded, 0) / own.length
    const best = inOrder(own).slice(0, 1)
    return [
      nameOf(sizes),
      ...best.flatMap(({ candidate, correct }) => [
        String(candidate.settings.epochs),
        percent(correct.rounded),
      ]),
      percent(mean),
      ...own.map(({ correct, epochs }) => `${percent(correct.rounded)} (epoch ${epochs - 1})`),
    ]
  })
  return table(['sizes', 'epochs', 'best', 'mean', ...plan.seeds.map(seed => `seed ${seed}`)], rows)
}

const nameOf = (sizes: readonly number[]): string => sizes.join('-')
const bytesIn = (bytes: number): string => bytes.toLocaleString('en')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
