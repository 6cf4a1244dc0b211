import { CONSEQUENCES, type Rule } from '../rule.ts'
import { count, percent } from '../wording.ts'

/** Of MNIST's 784 inputs 67 are 0 in every image: some constant inputs are usual. */
const MOST = 0.9

/** The examples are all the same: there is nothing that they could be told apart by. */
export const inputsConstant: Rule = {
  code: 'inputs-constant',
  find({ profile }) {
    if (!profile || profile.examples < 2) return undefined
    const { constantInputs, inputSize, examples } = profile
    const share = constantInputs / inputSize
    if (share < MOST) return undefined
    const isAll = constantInputs === inputSize
    return {
      severity: isAll ? 'alarm' : 'warning',
      problem: isAll ? 'The inputs are constant' : 'Most inputs are constant',
      evidence: `${constantInputs} of ${inputSize} inputs (${percent(share)}) have the same value in all ${count(examples, 'example')}`,
      remedy: 'check how the examples are read: they should differ',
      ...(isAll && { explains: [...CONSEQUENCES, 'inputs-too-large', 'too-few-examples'] as const }),
    }
  },
}
