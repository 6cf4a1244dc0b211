import { inOrder, type Outcome, type Plan, type Result } from './search.ts'

/**
 * The outcome as Markdown tables of validation accuracy, in percent.
 * @param total number of validation images
 */
export function reportOf(plan: Plan, { rough, fine, winner }: Outcome, total: number): string {
  const percent = (correct: number): string => ((100 * correct) / total).toFixed(2)
  return [
    `Stage 1: ${lengthOf(plan.rough)}, seed ${plan.rough.seed}; the best epoch of each, in percent`,
    '',
    roughTable(plan, rough, percent),
    '',
    `Stage 2: the ${plan.fine.shapes} best shapes, each with its best eta and mini-batch size; ${lengthOf(plan.fine)}; the best epoch of each, in percent`,
    '',
    fineTable(plan, fine, percent),
    '',
    `Winner: ${JSON.stringify(winner)}`,
  ].join('\n')
}

const lengthOf = ({ epochs, slowFrom }: Plan['rough'] | Plan['fine']): string =>
  `${epochs} epochs, from epoch ${slowFrom} on with eta / 5`

function roughTable(plan: Plan, results: readonly Result[], percent: (correct: number) => string): string {
  const cell = (sizes: readonly number[], miniBatchSize: number, eta: number): string => {
    const found = results.find(
      ({ settings }) =>
        settings.sizes === sizes && settings.miniBatchSize === miniBatchSize && settings.eta === eta,
    )
    return found ? percent(found.best) : ''
  }
  const rows = plan.shapes.flatMap(sizes =>
    plan.miniBatchSizes.map(size => [
      nameOf(sizes),
      String(size),
      ...plan.etas.map(eta => cell(sizes, size, eta)),
    ]),
  )
  return table(['sizes', 'mini-batch', ...plan.etas.map(eta => `eta ${eta}`)], rows)
}

function fineTable(plan: Plan, results: readonly Result[], percent: (correct: number) => string): string {
  const shapes = [...new Set(results.map(({ settings }) => settings.sizes))]
  const rows = shapes.map(sizes => {
    const own = results.filter(({ settings }) => settings.sizes === sizes)
    const [best] = inOrder(own)
    const early = Math.max(...own.flatMap(({ correct }) => correct.slice(0, plan.fine.slowFrom)))
    const mean = own.reduce((sum, result) => sum + result.best, 0) / own.length
    return [
      nameOf(sizes),
      ...(best ? [String(best.settings.eta), String(best.settings.miniBatchSize), percent(best.best)] : []),
      percent(mean),
      percent(early),
      ...own.map(result => percent(result.best)),
    ]
  })
  const seeds = plan.fine.seeds.map(seed => `seed ${seed}`)
  return table(
    [
      'sizes',
      'eta',
      'mini-batch',
      'best',
      'mean of seeds',
      `best before epoch ${plan.fine.slowFrom}`,
      ...seeds,
    ],
    rows,
  )
}

const nameOf = (sizes: readonly number[]): string => sizes.join('-')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
