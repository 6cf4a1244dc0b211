import { costOf, type Observations } from '../observations.ts'
import { CONSEQUENCES, type Rule, type Symptom } from '../rule.ts'
import { figure } from '../wording.ts'

/** Share of the constant cost that remains however well a network learns: from here on it is most of the fault. */
const HARMFUL = 0.1
/** Distance of a sum of shares from 1 that rounding does not explain, and one that does harm. */
const ROUNDING = 1e-3
const FAR = 0.1

/** Wanted outputs that the output layer cannot give: sigmoids are within 0 .. 1, and those of a softmax add up to 1. */
export const targetsUnreachable: Rule = {
  code: 'targets-unreachable',
  find(observed) {
    return observed.spec.output === 'softmax' ? sharesOff(observed) : targetsBeyond(observed)
  },
  over: () => 'the output layer can give the wanted outputs',
}

function targetsBeyond({ profile, lastEpoch, spec }: Observations): Symptom | undefined {
  if (!profile || profile.targets.nearestCost === 0) return undefined
  const { smallest, largest, nearestCost } = profile.targets
  // If all wanted outputs are the same, constant outputs would cost nothing if they could be given.
  const share = profile.constantCost > 0 ? nearestCost / profile.constantCost : 1
  const isAlarm = share >= HARMFUL
  const cost = lastEpoch ? `, and the training cost is ${figure(costOf(lastEpoch))}` : ''
  return {
    severity: isAlarm ? 'alarm' : 'warning',
    problem: 'The output layer cannot give the wanted outputs',
    evidence: `they run from ${figure(smallest)} to ${figure(largest)}, and outputs of a ${spec.output} lie between 0 and 1, so that the ${spec.cost} cost stays above ${figure(nearestCost)}${cost}`,
    remedy: `scale the wanted outputs to 0 .. 1: take ${scaled(smallest, largest)} in place of y`,
    ...(isAlarm && {
      explains: [...CONSEQUENCES, 'class-missing', 'class-unused', 'too-few-examples'] as const,
    }),
  }
}

/** Scaling that brings the wanted outputs between 0 and 1. */
function scaled(smallest: number, largest: number): string {
  const from = Math.min(0, smallest)
  const above = from < 0 ? `y + ${figure(-from)}` : smallest > 1 ? `y - ${figure(smallest)}` : 'y'
  const range = figure(smallest > 1 ? largest - smallest : largest - from)
  if (range === '1' || range === '0') return above
  return `${above === 'y' ? above : `(${above})`} / ${range}`
}

function sharesOff({ profile }: Observations): Symptom | undefined {
  if (!profile) return undefined
  const { smallestSum, largestSum } = profile.targets
  const off = Math.max(Math.abs(smallestSum - 1), Math.abs(largestSum - 1))
  if (off <= ROUNDING) return undefined
  const isAlarm = off >= FAR
  const sums =
    smallestSum === largestSum ? figure(smallestSum) : `${figure(smallestSum)} to ${figure(largestSum)}`
  return {
    severity: isAlarm ? 'alarm' : 'warning',
    problem: 'The softmax cannot give the wanted outputs',
    evidence: `those of an example add up to ${sums}, and the outputs of a softmax always to 1, so that the two never meet`,
    remedy:
      'take a sigmoid output with the cross-entropy cost, which has every output for itself, or divide the wanted outputs of each example by their sum',
    change: { output: 'sigmoid', cost: 'cross-entropy' },
    ...(isAlarm && {
      explains: [...CONSEQUENCES, 'class-missing', 'class-unused', 'too-few-examples'] as const,
    }),
  }
}
