import { OptionError, type Spec } from '@gradus/core'
import { usualEta } from '@gradus/core/health'
import { both, type Change, changed, etaChange, specChanges } from './change.ts'
import { bestOf, type Experiments } from './experiments.ts'
import { isAbove, meanOf } from './sample.ts'
import { GAIN, OTHER_ETA } from './thresholds.ts'

/** Other hidden layers that are tried in full, those that did best in short runs. */
const WIDTHS = 2
/** Lambda of L2 regularization, an example trained on. */
const DECAY = 0.001
/** Inputs from which on a square number of them may be an image. */
const PIXELS = 64
/** Changes of images that suit digits: `--augment affine`. */
const AFFINE = { shift: 1, rotate: 12, scale: 15, shear: 10 } as const

/**
 * The changes that may cure, in the order of the evidence for them.
 * @param seen by a look at the run. @param advised by the findings on the run at the length of a trial
 */
export function suspectsOf(
  spec: Spec,
  experiments: Experiments,
  seen: readonly Change[],
  advised: readonly Change[],
): Change[] {
  const { etas, asItIs, widths } = experiments
  const best = bestOf(etas)
  const better = widths
    .filter(({ of, sample }) => of.isSuspect && isAbove(sample, asItIs, GAIN))
    .toSorted((a, b) => meanOf(b.sample) - meanOf(a.sample))
    .slice(0, WIDTHS)
  const others = [
    ...(best && isOtherEta(spec, best.of) && isAbove(best.sample, asItIs) ? [etaChange(spec, best.of)] : []),
    ...(isOtherEta(spec, usualEta(spec)) ? [etaChange(spec, usualEta(spec))] : []),
    ...better.map(({ of }) => of.change),
    ...specChanges(spec),
  ]
  // An eta near one that is tried anyway tells nothing more.
  const etasTried = [...seen, ...others].flatMap(({ fields }) => fields.eta ?? [])
  const more = advised.filter(({ fields: { eta } }) => !etasTried.some(other => isNear(eta, other)))
  const suspects = [...seen, ...more, ...others]
  return unique(suspects).filter(change => isPossible(spec, change))
}

function isOtherEta(spec: Spec, eta: number): boolean {
  return !isNear(spec.eta, eta)
}

function isNear(one: number | undefined, other: number): boolean {
  return one !== undefined && Math.max(one / other, other / one) < OTHER_ETA
}

/** Changes that help a run with few examples, until there are more. */
export function untilThen(spec: Spec): Change[] {
  const { data, dropout, l2, sizes, augment } = spec
  const lambda = Number((DECAY * data.train).toPrecision(1))
  const remedies: Change[] = []
  const add = (name: string, fields: Change['fields'], flags: string): void => {
    remedies.push({ name, question: 'examples', fields, flags })
  }
  const isSquare = Number.isInteger(Math.sqrt(sizes[0] ?? 0)) && (sizes[0] ?? 0) >= PIXELS
  if (!augment && isSquare)
    add(
      'images that are shifted, turned and slanted anew every epoch',
      { augment: AFFINE },
      '--augment affine',
    )
  if (l2 === undefined) add(`an L2 decay of ${lambda}`, { l2: lambda }, `--l2 ${lambda}`)
  if (!dropout && sizes.length > 2) add('dropout of 0.5', { dropout: { hidden: 0.5 } }, '--dropout 0.5')
  return remedies.filter(change => isPossible(spec, change))
}

/** Two changes at once: the best suspects that answer different questions, and the usual eta with others. */
export function pairsOf(spec: Spec, ranked: readonly Change[]): Change[] {
  const [first] = ranked
  if (!first) return []
  const second = ranked.find(change => sideOf(change) !== sideOf(first))
  const usual = ranked.find(({ fields }) => fields.eta === usualEta(spec))
  const withUsual = ranked.filter(change => change === first || sideOf(change) === 'regularisation')
  const couples = [
    ...(second ? [[first, second] as const] : []),
    ...(usual ? withUsual.map(change => [change, usual] as const) : []),
  ]
  const pairs = couples.filter(([one, other]) => sideOf(one) !== sideOf(other))
  return unique(pairs.map(([one, other]) => both(one, other))).filter(change => isPossible(spec, change))
}

/** The part of the run that a change is about: both questions on eta are about one. */
function sideOf({ question }: Change): string {
  return question.startsWith('eta') ? 'eta' : question
}

/** The first of each that change the same. */
function unique(changes: readonly Change[]): Change[] {
  const keys = changes.map(({ fields, data }) =>
    JSON.stringify([Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)), data]),
  )
  return changes.filter((_, i) => keys.indexOf(keys[i]) === i)
}

function isPossible(spec: Spec, change: Change): boolean {
  try {
    changed(spec, change)
    return true
  } catch (error) {
    if (error instanceof OptionError) return false
    throw error
  }
}
