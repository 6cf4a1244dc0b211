import type { LayerStatistics } from '@gradus/core'

/** What is known of a neuron: its mean activation, and the share of its activations near 0 or 1. */
export interface NeuronFigures {
  readonly activation: number
  readonly saturated: number
  /** `dead`: near 0 whatever the example, `stuck`: near 1; such a neuron tells nothing, and hardly learns. */
  readonly condition: 'alive' | 'dead' | 'stuck'
}

/** Activations so near to 0 or 1 count as saturated. */
const NEAR = 0.01

/** Of each neuron of a layer. */
export function figuresOf({ neuronActivations, neuronSaturated }: LayerStatistics): NeuronFigures[] {
  return neuronActivations.map((activation, j) => {
    const saturated = neuronSaturated[j] ?? 0
    return { activation, saturated, condition: conditionOf(activation, saturated) }
  })
}

function conditionOf(activation: number, saturated: number): NeuronFigures['condition'] {
  if (saturated < 1) return 'alive'
  if (activation < NEAR) return 'dead'
  return activation > 1 - NEAR ? 'stuck' : 'alive'
}
