import { type Settings, type TrainingData, train } from './train.ts'

/**
 * The length of a stage. From epoch `slowFrom` on it trains with eta / 5, so that the last epochs average out
 * the noise of large steps.
 */
interface Length {
  readonly epochs: number
  readonly slowFrom: number
}

/** The settings that a search tries. */
export interface Plan {
  readonly shapes: readonly (readonly number[])[]
  readonly etas: readonly number[]
  readonly miniBatchSizes: readonly number[]
  /** First stage: every shape with every eta and mini-batch size, briefly, from one seed. */
  readonly rough: Length & Pick<Settings, 'seed'>
  /**
   * Second stage: the best `shapes` of the first, each with its best eta and mini-batch size, from every
   * seed.
   */
  readonly fine: Length & { readonly seeds: readonly string[]; readonly shapes: number }
}

/** A candidate after its training. */
export interface Result {
  readonly settings: Settings
  /** Number of correct predictions on the validation data after each epoch. */
  readonly correct: readonly number[]
  /** The epoch with the most correct predictions, the first of equals, counted from 0. */
  readonly bestEpoch: number
  readonly best: number
}

export interface Outcome {
  readonly rough: readonly Result[]
  readonly fine: readonly Result[]
  /** The best settings of the second stage, trained up to their best epoch. */
  readonly winner: Settings
}

const SLOWER = 5

/**
 * Trains the candidates of a plan and finds the best on the validation data, the first of equals.
 * @param tell takes a line for every candidate
 */
export async function search(plan: Plan, data: TrainingData, tell: (line: string) => void): Promise<Outcome> {
  const rough = await trainAll(roughCandidates(plan), data, line => tell(`stage 1: ${line}`))
  const fine = await trainAll(fineCandidates(plan, rough), data, line => tell(`stage 2: ${line}`))
  const first = inOrder(fine)[0]
  if (!first)
    throw new Error('The plan has no candidates: expected shapes, etas, mini-batch sizes and seeds.')
  return { rough, fine, winner: { ...first.settings, epochs: first.bestEpoch + 1 } }
}

async function trainAll(
  candidates: readonly Settings[],
  data: TrainingData,
  tell: (line: string) => void,
): Promise<Result[]> {
  const results: Result[] = []
  for (const [i, settings] of candidates.entries()) {
    const result = resultOf(settings, (await train(settings, data)).correct)
    results.push(result)
    const { sizes, eta, miniBatchSize, seed } = settings
    const name = `[${sizes.join(', ')}], eta ${eta}, mini-batches of ${miniBatchSize}, seed ${seed}`
    tell(`${i + 1}/${candidates.length} ${name}: ${result.best} in epoch ${result.bestEpoch}`)
  }
  return results
}

/** The result of a training. */
export function resultOf(settings: Settings, correct: readonly number[]): Result {
  const best = Math.max(...correct)
  return { settings, correct, best, bestEpoch: correct.indexOf(best) }
}

/** The results, best first; of equals the one with fewer epochs, then the one that was tried first. */
export function inOrder(results: readonly Result[]): Result[] {
  return results.toSorted((a, b) => b.best - a.best || a.bestEpoch - b.bestEpoch)
}

function roughCandidates({ shapes, etas, miniBatchSizes, rough }: Plan): Settings[] {
  return shapes.flatMap(sizes =>
    miniBatchSizes.flatMap(miniBatchSize =>
      etas.map(eta => ({ sizes, seed: rough.seed, miniBatchSize, ...lengthOf(rough, eta) })),
    ),
  )
}

function fineCandidates({ fine }: Plan, rough: readonly Result[]): Settings[] {
  const ofEachShape = new Map<readonly number[], Settings>()
  for (const { settings } of inOrder(rough))
    if (!ofEachShape.has(settings.sizes)) ofEachShape.set(settings.sizes, settings)
  return [...ofEachShape.values()]
    .slice(0, fine.shapes)
    .flatMap(({ sizes, miniBatchSize, eta }) =>
      fine.seeds.map(seed => ({ sizes, seed, miniBatchSize, ...lengthOf(fine, eta) })),
    )
}

function lengthOf(
  { epochs, slowFrom }: Length,
  eta: number,
): Pick<Settings, 'eta' | 'etaChanges' | 'epochs'> {
  return { eta, etaChanges: [{ epoch: slowFrom, position: 0, eta: eta / SLOWER }], epochs }
}

/** Hidden layers whose file stays below 200,000 bytes: one of up to 31 neurons, or two. */
const HIDDEN = [[20], [25], [30], [31], [30, 15], [28, 20], [29, 25], [28, 40], [27, 60]]

/** The plan of `choose-model`: about ten minutes of one core. */
export const PLAN: Plan = {
  shapes: HIDDEN.map(hidden => [784, ...hidden, 10]),
  etas: [0.5, 1, 2, 3, 5],
  miniBatchSizes: [5, 10, 20],
  rough: { seed: '0', epochs: 9, slowFrom: 6 },
  fine: { seeds: ['0', '1', '2', '3', '4', '5', '6', '7'], shapes: 5, epochs: 40, slowFrom: 30 },
}
