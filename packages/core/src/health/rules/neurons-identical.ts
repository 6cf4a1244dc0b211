import { CONSEQUENCES, type Rule } from '../rule.ts'
import { figure } from '../wording.ts'

/** Between the mean activations of neurons that do the same, at the most. */
const SPREAD = 1e-9

/** All neurons of a hidden layer do the same, and so get the same gradients: they never come to differ. */
export const neuronsIdentical: Rule = {
  code: 'neurons-identical',
  find({ layers }) {
    const index = layers
      .slice(0, -1)
      .findIndex(({ neuronActivations: all, saturated }) => all.length > 1 && saturated < 1 && areEqual(all))
    const layer = layers[index]
    if (!layer) return undefined
    return {
      severity: 'alarm',
      problem: `All ${layer.neuronActivations.length} neurons of hidden layer ${index + 1} do the same`,
      evidence: `each has the mean activation ${figure(layer.activation)}, and equal neurons get equal gradients`,
      remedy: 'begin again with random weights and biases instead of equal ones',
      layer: index + 1,
      explains: CONSEQUENCES,
    }
  },
}

function areEqual(activations: readonly number[]): boolean {
  const [first = 0] = activations
  return activations.every(activation => Math.abs(activation - first) < SPREAD)
}
