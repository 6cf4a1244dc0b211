import { LightPredictor, type ModelMetadata, parseParameters, Sha256 } from '@gradus/core/predict'

/** One image as the network takes it: sizes[0] inputs, as bytes or as numbers of 0 .. 1. */
export type NetworkInput = Uint8Array | Float64Array

/** The name and version of a model, which its bytes do not hold. */
export interface ModelName {
  /** Letters, digits, `.`, `_` and `-`, such as a URL has. */
  readonly name: string
  /** @defaultValue '1' */
  readonly version?: string | undefined
}

/** A predictor: a LightPredictor, or a faster one with the same bits. */
interface ServedPredictor extends Pick<LightPredictor, 'inputSize' | 'outputSize' | 'saliency'> {
  /** Activations of the output neurons for one image. */
  scores(input: NetworkInput): number[]
}

/** A model that is served. */
export interface ServedModel {
  readonly name: string
  readonly version: string
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Neurons a layer, the input first. */
  readonly sizes: readonly number[]
  readonly metadata: ModelMetadata
  readonly predictor: ServedPredictor
}

/** Reads a model file to serve it. @throws ModelFileError naming the rule that the file breaks */
export async function readServedModel(
  bytes: Uint8Array<ArrayBuffer>,
  { name, version = '1' }: ModelName,
): Promise<ServedModel> {
  const { parameters, metadata } = parseParameters(bytes, name)
  // Not by the Web Crypto API, which copies what it is given.
  const sha256 = new Sha256().update(bytes).hex()
  const light = new LightPredictor(parameters)
  const predictor: ServedPredictor = {
    inputSize: light.inputSize,
    outputSize: light.outputSize,
    scores: input => [...light.outputs(input)],
    saliency: (input, output) => light.saliency(input, output),
  }
  return { name, version, sha256, bytes, sizes: parameters.sizes, metadata, predictor }
}
