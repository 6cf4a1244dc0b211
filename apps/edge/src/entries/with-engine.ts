import { Predictor, parseModel } from '@gradus/core'
import type { ServedModel } from '../model/served-model.ts'

/** The model with core's fastest engine to predict by: the same bits, sooner. For servers, which count no bytes of a script. */
export function withEngine(model: ServedModel): ServedModel {
  const { inputSize, outputSize } = model.predictor
  const fast = new Predictor(parseModel(model.bytes, model.name).network)
  return {
    ...model,
    predictor: {
      inputSize,
      outputSize,
      outputs: inputs => fast.outputs(inputs),
      saliency: (input, output) => model.predictor.saliency(input, output),
    },
  }
}
