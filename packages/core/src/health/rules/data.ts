import { CONSEQUENCES, type Rule } from '../rule.ts'
import { count, figure, percent } from '../wording.ts'

/** Share of constant inputs: some are usual, such as 67 of MNIST's 784, which are 0 in every image. */
const MOST_CONSTANT = 0.9

/** The examples are all the same, so that nothing tells them apart. */
export const inputsConstant: Rule = {
  code: 'inputs-constant',
  find({ profile }) {
    if (!profile || profile.examples < 2) return undefined
    const { constantInputs, inputSize, examples } = profile
    const share = constantInputs / inputSize
    if (share < MOST_CONSTANT) return undefined
    const isAll = constantInputs === inputSize
    return {
      severity: isAll ? 'alarm' : 'warning',
      problem: isAll ? 'The inputs are constant' : 'Most inputs are constant',
      evidence: `${constantInputs} of ${inputSize} inputs (${percent(share)}) have the same value in all ${count(examples, 'example')}`,
      remedy: 'check how the examples are read: they should differ',
      ...(isAll && { explains: [...CONSEQUENCES, 'inputs-too-large', 'too-few-examples'] as const }),
    }
  },
  over: () => 'the inputs differ',
}

/** Standardised inputs seldom exceed this size. */
const LARGE = 5
/** Inputs beyond this size are most likely bytes that were not divided by 255. */
const HUGE = 50
const SATURATED = 0.95
/** Share of the constant cost that is high. */
const HIGH_COST = 0.5

/** Weights of about 1 times such inputs saturate the first hidden layer, and no gradient passes it. */
export const inputsTooLarge: Rule = {
  code: 'inputs-too-large',
  find(observed) {
    const { profile } = observed
    if (!profile) return undefined
    const size = Math.max(profile.largest, -profile.smallest)
    if (size <= LARGE) return undefined
    const range = `they run from ${figure(profile.smallest)} to ${figure(profile.largest)}`
    const saturated = observed.layers.length > 1 ? observed.layers[0].saturated : 0
    const isHigh = observed.costsAtLeast(HIGH_COST)
    // Relus do not saturate: the sums that are too large go on to the outputs.
    const isRelu = observed.spec.activation === 'relu'
    const isAlarm = isRelu ? isHigh : saturated >= SATURATED && (size > HUGE || isHigh)
    const harm = isRelu
      ? 'the relus of hidden layer 1 pass on sums as large'
      : `${percent(saturated)} of the activations of hidden layer 1 are saturated`
    return {
      severity: isAlarm ? 'alarm' : 'warning',
      problem: 'The inputs are too large',
      evidence: isAlarm ? `${range}, and ${harm}` : range,
      remedy: `divide them by ${figure(size)}`,
      ...(isAlarm && { layer: 1, explains: CONSEQUENCES }),
    }
  },
  over: () => 'the network learns although its inputs are large',
}
