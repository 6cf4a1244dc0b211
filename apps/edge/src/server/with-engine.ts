import { Predictor, parseModel } from '@gradus/core'
import type { NetworkInput, ServedModel } from '../model/served-model.ts'

/**
 * Bytes of a model file at the most to be copied for the engine. Beyond them, one image takes as long as its
 * weights take to come from memory, whoever computes, and a second copy would be dear.
 */
const LARGEST_COPIED = 64 * 2 ** 20

/**
 * The model with core's fastest engine to predict by: the same bits, sooner. For servers, which count no
 * bytes of a script.
 */
export function withEngine(model: ServedModel): ServedModel {
  if (model.bytes.length > LARGEST_COPIED) return model
  const { inputSize, outputSize } = model.predictor
  const fast = new Predictor(parseModel(model.bytes, model.name).network)
  // Kept from call to call, and read by index: a new array, or to spread it, takes as much time as the
  // network.
  const outputs = new Float64Array(outputSize)
  const scores = (input: NetworkInput): number[] => {
    fast.outputs(input, outputs)
    const copy: number[] = []
    for (let i = 0; i < outputSize; i++) copy.push(outputs[i] ?? 0)
    return copy
  }
  return {
    ...model,
    predictor: {
      inputSize,
      outputSize,
      scores,
      hidden: input => model.predictor.hidden(input),
      saliency: (input, output) => model.predictor.saliency(input, output),
    },
  }
}
