import type { EpochRecord } from '../../training/progress.ts'
import { AFFINE } from '../data-profile.ts'
import type { SpecChange } from '../health.ts'
import { costOf, type Observations } from '../observations.ts'
import type { Rule, Symptom } from '../rule.ts'
import { enumerate, figure, percent, rounded } from '../wording.ts'
import { isTiny, severityOfGap, shareOf, varianceOf } from './gaps.ts'
import { USUAL_LAMBDA } from './regularisation.ts'

/** Gap between the accuracies on examples that are trained on and on others, which many healthy runs stay below. */
const GAP = 0.05
/** Standard errors that a gap exceeds by chance next to never. */
const ERRORS = 3
/** Epochs in which the gap lasts before it counts. */
const LASTING = 3
/** Epochs after which the gap is compared, and by how much it then has grown. */
const PATIENCE = 5
const GROWN = 0.01

/** Accuracies after an epoch. */
interface Judged extends Pick<EpochRecord, 'epoch'> {
  readonly training: number
  readonly other: number
  readonly gap: number
  readonly isSure: boolean
}

/**
 * The network learns its training examples by heart: on those it gets better, and on others it does not
 * (Nielsen, chapter 3, "Overfitting and regularization").
 */
export const overfitting: Rule = {
  code: 'overfitting',
  find(observed, onset) {
    const { lastEpoch, evaluation } = observed
    const judged = observed.epochs.slice(-2 * PATIENCE).flatMap(judge)
    const last = judged.at(-1)
    if (!lastEpoch || !evaluation || !last || isTiny(observed, evaluation)) return undefined
    const lasts = judged.length >= LASTING && judged.slice(-LASTING).every(({ isSure }) => isSure)
    // Once it is found it lasts as long as the gap does: at the end neither accuracy changes any more.
    const isKnown = onset.epoch < observed.epoch
    if (!(lasts && (isKnown || isGrowing(judged, last)))) return undefined
    const set = lastEpoch.validation ? 'validation' : 'test'
    return {
      severity: severityOfGap(observed, costOf(lastEpoch), evaluation) ?? 'warning',
      problem: 'The network overfits',
      evidence:
        `it predicts ${percent(last.training)} of the training examples correctly, and ${percent(last.other)} of the ${set} data, ` +
        `a gap of ${figure(100 * last.gap)} points since epoch ${onset.epoch}`,
      ...remedyOf(observed),
      explains: ['too-few-examples'],
    }
  },
  over: () => 'the accuracy on other data is close to that in training',
}

function judge({ epoch, training, validation, test }: EpochRecord): Judged[] {
  const other = validation ?? test
  if (!training || !other) return []
  const [known, unknown] = [shareOf(training), shareOf(other)]
  const error = Math.sqrt(varianceOf(training) + varianceOf(other))
  const gap = known - unknown
  return [{ epoch, training: known, other: unknown, gap, isSure: gap >= Math.max(GAP, ERRORS * error) }]
}

/** Whether the gap has grown, or the accuracy on the other data has not bettered while that in training has. */
function isGrowing(judged: readonly Judged[], last: Judged): boolean {
  const before = judged.filter(({ epoch }) => epoch <= last.epoch - PATIENCE)
  const start = before.at(-1)
  if (!start) return false
  const best = Math.max(...before.map(({ other }) => other))
  const isStuck = judged.every(({ other }) => other <= best) && last.training > start.training
  return isStuck || last.gap >= start.gap + GROWN
}

/** A remedy: its option in words, and as a change of the Spec. */
interface Way {
  readonly option: string
  readonly change: SpecChange
}

/** Remedies that the run does not use already, and that its data allow, by the names of the options. */
function remedyOf({ spec, profile, lastEpoch }: Observations): Pick<Symptom, 'remedy' | 'change'> {
  const { l1, l2, dropout, augment, stop, keep, data } = spec
  const lambda = rounded(USUAL_LAMBDA * data.train)
  const hasValidation = lastEpoch?.validation !== undefined
  const ways: Way[] = [
    ...(l1 || l2 ? [] : [{ option: `l2 = ${figure(lambda)}`, change: { l2: lambda } }]),
    ...(dropout || spec.sizes.length < 3
      ? []
      : [{ option: 'dropout = 0.5', change: { dropout: { hidden: 0.5, input: 0 } } }]),
    ...(augment || !profile?.augmentable
      ? []
      : [{ option: '--augment affine', change: { augment: AFFINE } }]),
    ...(keep || !hasValidation ? [] : [{ option: 'keep = best', change: { keep: 'best' as const } }]),
    ...(stop || !hasValidation ? [] : [{ option: 'stop = 10', change: { stop: { epochs: 10 } } }]),
  ]
  const more = 'train on more examples'
  const [first] = ways
  if (!first) return { remedy: more }
  return { remedy: `${more}, or try ${enumerate(ways.map(({ option }) => option))}`, change: first.change }
}
