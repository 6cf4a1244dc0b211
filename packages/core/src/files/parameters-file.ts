import { ACTIVATIONS, OUTPUTS } from '../activation.ts'
import { checkSizes } from '../checks.ts'
import { COSTS, costOfOutput } from '../cost.ts'
import { GradusError, OptionError } from '../errors.ts'
import { Fields } from '../fields.ts'
import { INITIALISERS } from '../initialise.ts'
import type { LayerNumbers, NetworkParameters } from '../predict/forward.ts'
import { SPEC_DEFAULTS } from '../spec.ts'
import { checkDigest } from './digest.ts'
import { type ModelMetadata, metadataOf, type NetworkForm } from './metadata.ts'
import { blameOf, ModelFileError, type ModelFileRule } from './model-file-error.ts'
import { parseSafetensors, type Safetensors } from './safetensors.ts'
import { FLOATS, readNumbers, readWeights } from './tensor-numbers.ts'

/** Version of the metadata and of the tensors' names. */
export const VERSION = '2'
/** Older version that is read too: the same without a digest. */
const VERSION_WITHOUT_DIGEST = '1'

/** Keys that the metadata may have. */
const KEYS = [
  ...['format', 'version', 'kind', 'sizes', 'activation', 'output', 'cost', 'initialiser'],
  ...['seed', 'generator', 'spec', 'classes', 'preprocessing', 'split', 'model', 'progress', 'digest'],
]

/** Kind of a file of Gradus. */
export type FileKind = 'model' | 'checkpoint'

/** A network's parameters (on the file's own bytes where possible), and all other parts of its file. */
export interface FileParts extends NetworkForm {
  readonly biases: readonly LayerNumbers[]
  readonly weights: readonly LayerNumbers[]
  readonly parts: Safetensors
}

/**
 * Reads a file of Gradus: its network's parameters, and the parts for the caller's own fields.
 * @throws ModelFileError naming the rule that it breaks.
 */
export function readParameters(bytes: Uint8Array | ArrayBuffer, kind: FileKind, file: string): FileParts {
  const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes
  if (!(view instanceof Uint8Array)) {
    throw new OptionError(
      'bytes',
      `bytes is ${typeof bytes}: expected a Uint8Array or ArrayBuffer with a ${kind} file.`,
    )
  }
  const parts = parseSafetensors(view, file)
  const { metadata } = parts
  checkFormat(metadata, kind, file)
  // An old file that has one is a newer file whose version was damaged.
  if (metadata.get('version') === VERSION || metadata.has('digest')) checkDigest(parts, file)
  return { ...asFileError(file, () => parametersOf(parts, file)), parts }
}

/** The part of a model file that inference needs. */
export interface TrainedParameters {
  /** The layers of the network, and their numbers. */
  readonly parameters: NetworkParameters
  /** Facts about its training, its inputs and its outputs. */
  readonly metadata: ModelMetadata
}

/**
 * Reads the parameters of a model file's network, and the file's metadata; its seed and generator are left
 * out. The numbers are the file's own where they lie at multiples of 8, as Gradus writes them: the bytes must
 * not change any more.
 * @param file its name in a message
 * @throws ModelFileError naming the rule that the file breaks.
 */
export function parseParameters(bytes: Uint8Array | ArrayBuffer, file = 'model'): TrainedParameters {
  const { parts, ...parameters } = readParameters(bytes, 'model', file)
  checkTensorNames(parts, parameters.sizes, [], file)
  return { parameters, metadata: metadataOf(parts, parameters, file) }
}

/** @throws ModelFileError unless the metadata are those of such a file of Gradus */
export function checkFormat(metadata: Safetensors['metadata'], kind: FileKind, file: string): void {
  const fail = (rule: ModelFileRule, problem: string, remedy?: string): never => {
    throw new ModelFileError(file, rule, problem, remedy)
  }
  if (metadata.get('format') !== 'gradus') {
    fail(
      'not-gradus',
      'this safetensors file was not made by Gradus: expected format "gradus" in its metadata',
      'Train a model with Gradus',
    )
  }
  const version = metadata.get('version')
  if (version !== VERSION && version !== VERSION_WITHOUT_DIGEST) {
    fail(
      'version',
      `its format version is ${JSON.stringify(version)}: expected "${VERSION}", or an older one`,
      'Read it with a newer Gradus',
    )
  }
  if (metadata.get('kind') !== kind) {
    fail('kind', `it is a ${JSON.stringify(metadata.get('kind'))}: expected a ${kind}`, `Pass a ${kind} file`)
  }
  const unknown = [...metadata.keys()].find(key => !KEYS.includes(key))
  if (version === VERSION && unknown !== undefined) {
    fail('field', `metadata ${JSON.stringify(unknown)} is unknown: expected only ${KEYS.join(', ')}`)
  }
}

/**
 * Returns the result of `read`, and turns errors about its values into errors of the file.
 * @throws ModelFileError; MemoryError, for which no file is to blame
 */
export function asFileError<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const isOfFile = error instanceof GradusError && error.code !== 'MODEL_FILE' && error.code !== 'MEMORY'
    if (!isOfFile) throw error
    const problem = `metadata does not fit together: ${error.message.replace(/\.$/, '')}`
    throw new ModelFileError(file, 'field', problem, undefined, { cause: error })
  }
}

function parametersOf({ metadata, tensors }: Safetensors, file: string): Omit<FileParts, 'parts'> {
  const sizes = Fields.parse(`{"sizes":${metadata.get('sizes')}}`, 'metadata', blameOf(file)).counts('sizes')
  checkSizes(sizes)
  const names = new Fields(Object.fromEntries(metadata), '', blameOf(file))
  const layers = sizes.slice(1)
  const output = names.optional('output', name => names.oneOf(name, OUTPUTS)) ?? SPEC_DEFAULTS.output
  return {
    sizes,
    // Files from before there was a choice do not name them.
    activation:
      names.optional('activation', name => names.oneOf(name, ACTIVATIONS)) ?? SPEC_DEFAULTS.activation,
    output,
    cost: names.optional('cost', name => names.oneOf(name, COSTS)) ?? costOfOutput(output),
    initialiser: names.optional('initialiser', name => names.oneOf(name, INITIALISERS)),
    biases: layers.map((neurons, l) => {
      return { data: readNumbers(tensors, `biases.${l}`, FLOATS, [neurons, 1], file) }
    }),
    weights: layers.map((neurons, l) => {
      return { data: readWeights(tensors, l, [neurons, sizes[l]], file) }
    }),
  }
}

/**
 * Checks that a file has no tensors but these.
 * @throws ModelFileError naming another.
 */
export function checkTensorNames(
  parts: Safetensors,
  sizes: readonly number[],
  others: readonly string[],
  file: string,
): void {
  const own = sizes.slice(1).flatMap((_, l) => {
    const [biases, weights] = [`biases.${l}`, `weights.${l}`]
    return [biases, weights, ...(parts.tensors.get(weights)?.dtype === 'I8' ? [`scales.${l}`] : [])]
  })
  const known = new Set([...own, ...others])
  const unexpected = [...parts.tensors.keys()].find(name => !known.has(name))
  if (unexpected !== undefined) {
    throw new ModelFileError(
      file,
      'tensor-unexpected',
      `it has a tensor ${JSON.stringify(unexpected)}: expected only ${[...known].join(', ')}`,
    )
  }
}
