import {
  type GreyImage,
  LightPredictor,
  type ModelMetadata,
  parseParameters,
  Sha256,
  type Standard,
  type Table,
} from '@gradus/core/predict'
import { Hono } from 'hono'
import { type Asset, answerOf, etag, etagOf, tellVersion } from '../http/asset.ts'
import type { EdgeEnv } from '../http/work.ts'
import { openApiText } from '../openapi/document.ts'
import { Classes } from './classes.ts'
import { checkName } from './name.ts'

/** One example as the network takes it: sizes[0] inputs, as the bytes of an image or as numbers. */
export type NetworkInput = Uint8Array | Float64Array

/** The name and version of a model, which its bytes do not hold. */
export interface ModelName {
  /** Letters and digits of any script, `.`, `_` and `-`. */
  readonly name: string
  /** @defaultValue '1' */
  readonly version?: string | undefined
}

/** A predictor: a LightPredictor, or a faster one with the same bits. */
export interface ServedPredictor extends Pick<LightPredictor, 'inputSize' | 'outputSize' | 'saliency'> {
  /** Activations of the output neurons for one example. */
  scores(input: NetworkInput): number[]
  /** Activations of the hidden neurons for one example, a list a layer. */
  hidden(input: NetworkInput): number[][]
}

/** A model that is served. */
export interface ServedModel {
  /** Its name in URLs and answers. */
  readonly name: string
  /** Its version in URLs and answers. */
  readonly version: string
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string
  /** The file, as it was read. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Neurons a layer, the input first. */
  readonly sizes: readonly number[]
  /** Facts that the file tells about the network. */
  readonly metadata: ModelMetadata
  /** Form of the images that are its inputs: that of its file, or MNIST's for 784 inputs of which it says nothing. */
  readonly image: GreyImage | undefined
  /** Steps from the rows that are its inputs, if they are rows. */
  readonly rows: Table | Standard | undefined
  /** The classes by their names. */
  readonly classes: Classes
  /** Computes the outputs. */
  readonly predictor: ServedPredictor
}

/**
 * Reads a model file to serve it.
 * @throws ModelFileError naming the rule that the file breaks; OptionError for a name or version that no URL
 * leads to
 */
export async function readServedModel(
  bytes: Uint8Array<ArrayBuffer>,
  names: ModelName,
): Promise<ServedModel> {
  const [name, version] = [checkName('name', names.name), checkName('version', names.version ?? '1')]
  const { parameters, metadata } = parseParameters(bytes, name)
  const light = new LightPredictor(parameters)
  const predictor: ServedPredictor = {
    inputSize: light.inputSize,
    outputSize: light.outputSize,
    scores: input => [...light.outputs(input)],
    hidden: input =>
      light
        .activations(input)
        .slice(0, -1)
        .map(layer => [...layer]),
    saliency: (input, output) => light.saliency(input, output),
  }
  const { sizes } = parameters
  const classes = new Classes(metadata.classes, light.outputSize)
  const steps = stepsOf(metadata, light.inputSize)
  return { name, version, sha256: sha256Of(bytes), bytes, sizes, metadata, ...steps, classes, predictor }
}

/** Neither images nor rows where nothing is known of the inputs. */
function stepsOf({ preprocessing }: ModelMetadata, inputs: number): Pick<ServedModel, 'image' | 'rows'> {
  if (preprocessing === undefined)
    return { image: inputs === MNIST.rows * MNIST.cols ? MNIST : undefined, rows: undefined }
  return preprocessing.kind === 'image'
    ? { image: preprocessing, rows: undefined }
    : { image: undefined, rows: preprocessing }
}

/** The steps of models whose files name none: 28 x 28 pixels in MNIST's form. */
const MNIST = { kind: 'image', rows: 28, cols: 28 } as const

/** The answer of GET /model. */
export interface ModelResponse extends ModelMetadata {
  /** Name of the model, as the URLs of the Open Inference Protocol have it. */
  readonly name: string
  /** Version of the model. */
  readonly version: string
  /** SHA-256 of the model file, in hexadecimal. */
  readonly sha256: string
  /** Bytes of the model file. */
  readonly bytes: number
  /** Neurons a layer, the input first. */
  readonly sizes: readonly number[]
  /** Number of biases and weights. */
  readonly parameters: number
}

/** The routes that describe the model and the API. */
export function modelRoutes(model: ServedModel) {
  const response = describe(model)
  const tag = etagOf(sha256Of(encoder.encode(JSON.stringify(response))))
  const openApi = fileOf(encoder.encode(openApiText(model)), 'application/json')
  const file = fileOf(model.bytes, 'application/octet-stream', model.sha256)
  return new Hono<EdgeEnv>()
    .get('/model', etag(), c => {
      tellVersion(c, tag)
      return c.json(response)
    })
    .get('/openapi.json', etag(), c => answerOf(c, openApi))
    .get('/model.safetensors', etag(), c => answerOf(c, file))
}

const encoder = new TextEncoder()

function fileOf(body: Uint8Array<ArrayBuffer>, type: string, sha256 = sha256Of(body)): Asset {
  return { body, type, etag: etagOf(sha256) }
}

/** SHA-256 in hexadecimal. Not by the Web Crypto API, which copies what it is given. */
function sha256Of(bytes: Uint8Array): string {
  return new Sha256().update(bytes).hex()
}

function describe({ name, version, sha256, bytes, sizes, metadata }: ServedModel): ModelResponse {
  const parameters = sizes.slice(1).reduce((sum, neurons, l) => sum + neurons * ((sizes[l] ?? 0) + 1), 0)
  return { name, version, sha256, bytes: bytes.length, sizes, parameters, ...metadata }
}
