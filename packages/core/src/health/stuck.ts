import type { LayerStatistics } from '../training/statistics.ts'

/** Where the sigmoid is nearly flat, as the statistics have it. */
const FLAT = 0.01

/** Whether a neuron gives nearly 0, or nearly 1, for all examples of the sample: then hardly any gradient passes it. */
export function isStuck({ neuronActivations, neuronSaturated }: LayerStatistics, neuron: number): boolean {
  const activation = neuronActivations[neuron] ?? 0.5
  // Were one of them on the other side, the mean of a sample of up to 60 would not be so near to the end.
  return neuronSaturated[neuron] === 1 && (activation < FLAT || activation > 1 - FLAT)
}

export function countStuck(layer: LayerStatistics): number {
  return layer.neuronActivations.filter((_, neuron) => isStuck(layer, neuron)).length
}
