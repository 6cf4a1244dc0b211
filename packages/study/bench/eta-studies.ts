import { completeSpec, type Spec } from '@gradus/core'
import { type Course, type GivenPlan, type Row, verdictOf } from '@gradus/study'
import { markdownTable } from '@gradus/testing/benchmarks'

/** The learning rates that the tutorial shows to be too low, right and too high, and some between. */
const ETAS = [0.001, 0.01, 0.1, 0.3, 1, 3, 10, 30, 100]
/** The tutorial's own. */
export const TUTORIAL = 3

const SEEDS = 5
/** Seeds that no search has seen, so that no setting was chosen for its luck with them. */
const FRESH = { seed: '1000', seeds: 10 }

/** The tutorial's network of 15 hidden neurons, on data of the given size. */
export function textbookSpec(data: Spec['data'], epochs = 30): Spec {
  return completeSpec({ sizes: [784, 15, 10], seed: '0', epochs, miniBatchSize: 10, eta: TUTORIAL, data })
}

/** A study over some learning rates. */
export function choicesPlan(
  fixed: Spec,
  engine: string,
  etas: readonly number[] = ETAS,
  seeds = SEEDS,
): GivenPlan {
  return { space: { eta: { choices: [...etas] } }, fixed, engine, seeds, trials: etas.length }
}

/** A study over all learning rates between the least and the greatest, 27 of them by Sobol. */
export function rangePlan(fixed: Spec, engine: string): GivenPlan {
  return { space: { eta: { log: [0.001, 100] } }, fixed, engine, seeds: SEEDS, trials: 27 }
}

/** Some learning rates to the end, with fresh seeds. */
export function comparisonPlan(fixed: Spec, engine: string, etas: readonly number[]): GivenPlan {
  const all = [...new Set([...etas, TUTORIAL])]
  return { ...choicesPlan({ ...fixed, seed: FRESH.seed }, engine, all, FRESH.seeds), rungs: 1 }
}

/** The learning rate of a trial. */
export function etaOf({ values }: Row): number {
  return Number(values[0])
}

/** The same to three digits. */
function etaText(row: Row): string {
  return String(Number(etaOf(row).toPrecision(3)))
}

/** Rows of a ranking that are shown from its end, where it is long: the first ones are those of the later rungs. */
const LAST = 4

/** Trials from the best to the worst, with the accuracies at the end of each rung. */
export function rankingTable(course: Course): string {
  const { rungs } = course.plan
  const ends = rungs.map(end => `after ${end} ${end === 1 ? 'epoch' : 'epochs'}`)
  const rows = course.ranking().map((row, i) => {
    const { rung = -1, curve, runs } = row
    const accuracies = rungs.map((end, r) => (rung < r ? '' : percent(curve[end - 1] ?? 0)))
    const range = `${percent(Math.min(...runs))} .. ${percent(Math.max(...runs))}`
    return [String(i + 1), etaText(row), ...accuracies, range]
  })
  const first = Math.max(...rungs.map((_, rung) => (rung > 0 ? course.members(rung).size : 0)), 5)
  const shown = rows.filter((_, i) => i < first || i >= rows.length - LAST)
  return markdownTable(['rank', 'eta', ...ends, 'its runs, at their end'], shown)
}

/** The end of a study in words, with the SHA-256 of the winner's weights. */
export function verdictText(course: Course): string {
  const verdict = verdictOf(course)
  if (!verdict) return 'No trial came to the end.'
  const { winner, second, lead = 0, isNoise } = verdict
  const found = `The winner is eta = ${etaText(winner)}, with ${percent(winner.accuracy ?? 0)} % on the validation data; the SHA-256 of its weights with the first seed is ${winner.sha256[0]}.`
  if (!second) return found
  const noise = isNoise ? 'that may be chance' : 'more than chance explains'
  return `${found} It is ${percent(lead)} points ahead of eta = ${etaText(second)}, where both were judged last: ${noise}.`
}

/** Every learning rate beside the tutorial's, run by run, since both have the same seeds. */
export function differencesText(course: Course): string {
  const rows = course.rows()
  const tutorial = rows.find(row => etaOf(row) === TUTORIAL)
  const others = rows.filter(row => row !== tutorial)
  return others
    .map(row => {
      const differences = row.runs.map((run, seed) => run - (tutorial?.runs[seed] ?? 0))
      const { length } = differences
      const mean = differences.reduce((sum, difference) => sum + difference, 0) / length
      const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0)
      const error = Math.sqrt(squares / (length - 1) / length)
      const better = differences.filter(difference => difference > 0).length
      return `eta = ${etaText(row)} less eta = ${TUTORIAL}: ${percent(mean)} ± ${percent(error)} points (mean and standard error of ${length} seeds), better with ${better} of them.`
    })
    .join('\n\n')
}

/** A share in hundredths, to two digits. */
function percent(share: number): string {
  return (100 * share).toFixed(2)
}
