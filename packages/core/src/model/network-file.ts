import { GradusError, OptionError } from '../errors.ts'
import { Matrix } from '../math/matrix.ts'
import { Network } from '../network.ts'
import type { GeneratorState } from '../random/random-generator.ts'
import type { Seed } from '../random/seed-sequence.ts'
import { checkSizes } from '../sizes.ts'
import { describe } from './describe.ts'
import { Fields } from './fields.ts'
import { ModelFileError, type ModelFileRule } from './model-file-error.ts'
import { parseSafetensors, type Safetensors, type Tensor } from './safetensors.ts'

/** The version of what stands in the metadata and how the tensors are called. */
const VERSION = '1'

/** Characters of a seed at the most: to read a longer one would take its time. */
const LONGEST_SEED = 10_000

/** What a file of Gradus holds. */
export type FileKind = 'model' | 'checkpoint'

/** The tensors and metadata that every file of Gradus has: the network, its generator included. */
export function networkTensors(
  kind: FileKind,
  network: Network,
): { metadata: Map<string, string>; tensors: Map<string, Tensor> } {
  const tensors = new Map<string, Tensor>()
  for (const [l, biases] of network.biases.entries()) tensors.set(`biases.${l}`, float64Tensor(biases))
  for (const [l, weights] of network.weights.entries()) tensors.set(`weights.${l}`, float64Tensor(weights))
  const metadata = new Map([
    ['format', 'gradus'],
    ['version', VERSION],
    ['kind', kind],
    ['sizes', JSON.stringify(network.sizes)],
    ['seed', seedText(network.seed)],
    ['generator', JSON.stringify(network.rng.state)],
  ])
  return { metadata, tensors }
}

/**
 * Reads a file of Gradus: its network, and the parts for the caller's own fields.
 * @throws ModelFileError naming the rule that it breaks.
 */
export function readNetwork(
  bytes: Uint8Array | ArrayBuffer,
  kind: FileKind,
  file: string,
): { network: Network; parts: Safetensors } {
  const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes
  if (!(view instanceof Uint8Array)) {
    throw new OptionError(
      'bytes',
      `bytes is ${typeof bytes}: expected a Uint8Array or ArrayBuffer with a ${kind} file.`,
    )
  }
  const parts = parseSafetensors(view, file)
  const fail = (rule: ModelFileRule, problem: string, remedy?: string): never => {
    throw new ModelFileError(file, rule, problem, remedy)
  }
  const { metadata } = parts
  if (metadata.get('format') !== 'gradus') {
    fail(
      'not-gradus',
      'this safetensors file was not made by Gradus: expected format "gradus" in its metadata',
      'Train a model with Gradus',
    )
  }
  if (metadata.get('version') !== VERSION) {
    fail(
      'version',
      `its format version is ${JSON.stringify(metadata.get('version'))}: expected "${VERSION}"`,
      'Read it with a newer Gradus',
    )
  }
  if (metadata.get('kind') !== kind) {
    fail('kind', `it is a ${JSON.stringify(metadata.get('kind'))}: expected a ${kind}`, `Pass a ${kind} file`)
  }
  return { network: asFileError(file, () => buildNetwork(parts, file)), parts }
}

/** What `read` gives; errors about values are errors of the file that they come from. @throws ModelFileError */
export function asFileError<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof GradusError) || error instanceof ModelFileError) throw error
    throw new ModelFileError(
      file,
      'field',
      `metadata does not fit together: ${error.message.replace(/\.$/, '')}`,
    )
  }
}

/** @throws OptionError unless it is a network that can be saved: of finite numbers, with a seed of a bearable length. */
export function checkNetwork(network: Network): void {
  if (!(network instanceof Network)) {
    throw new OptionError('network', `The network is ${describe(network)}: expected a Network.`)
  }
  network.checkFinite()
  if (seedText(network.seed).length > LONGEST_SEED) {
    throw new OptionError(
      'seed',
      `The seed is longer than ${LONGEST_SEED} characters: expected fewer. Save the network with another seed.`,
    )
  }
}

function buildNetwork({ metadata, tensors }: Safetensors, file: string): Network {
  const sizes = Fields.parse(`{"sizes":${metadata.get('sizes')}}`, 'metadata', file).counts('sizes')
  checkSizes(sizes)
  const tensor = (name: string, rows: number, cols: number): Matrix => {
    return new Matrix(rows, cols, readFloat64(name, tensors.get(name), [rows, cols], file))
  }
  const layers = sizes.slice(1)
  return new Network(sizes, {
    biases: layers.map((neurons, l) => tensor(`biases.${l}`, neurons, 1)),
    weights: layers.map((neurons, l) => tensor(`weights.${l}`, neurons, sizes[l] ?? 0)),
    seed: readSeed(metadata, file),
    generator: readGenerator(metadata, file),
  })
}

/** Holds the names of a file's tensors to those that it is to have. @throws ModelFileError for any other. */
export function checkTensorNames(
  parts: Safetensors,
  network: Network,
  others: readonly string[],
  file: string,
): void {
  const own = network.weights.flatMap((_, l) => [`biases.${l}`, `weights.${l}`])
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

/** The tensor's bytes, if it is there with this dtype and shape. @throws ModelFileError otherwise. */
export function tensorBytes(
  name: string,
  tensor: Tensor | undefined,
  dtype: string,
  shape: readonly number[],
  file: string,
): DataView {
  if (!tensor)
    throw new ModelFileError(
      file,
      'tensor-missing',
      `it has no tensor "${name}": expected one of ${dtype} [${shape.join(', ')}]`,
    )
  if (tensor.dtype !== dtype) {
    throw new ModelFileError(
      file,
      'tensor-dtype',
      `tensor "${name}" is of ${tensor.dtype}: expected ${dtype}`,
    )
  }
  if (tensor.shape.join() !== shape.join()) {
    throw new ModelFileError(
      file,
      'tensor-shape',
      `tensor "${name}" has shape [${tensor.shape.join(', ')}]: expected [${shape.join(', ')}], as sizes asks for`,
    )
  }
  return new DataView(tensor.bytes.buffer, tensor.bytes.byteOffset, tensor.bytes.byteLength)
}

function float64Tensor({ rows, cols, data }: Matrix): Tensor {
  const view = new DataView(new ArrayBuffer(8 * data.length))
  for (const [i, value] of data.entries()) view.setFloat64(8 * i, value, true)
  return { dtype: 'F64', shape: [rows, cols], bytes: new Uint8Array(view.buffer) }
}

function readFloat64(
  name: string,
  tensor: Tensor | undefined,
  shape: readonly number[],
  file: string,
): Float64Array {
  const view = tensorBytes(name, tensor, 'F64', shape, file)
  const values = Float64Array.from({ length: view.byteLength / 8 }, (_, i) => view.getFloat64(8 * i, true))
  const wrong = values.findIndex(value => !Number.isFinite(value))
  if (wrong >= 0) {
    throw new ModelFileError(
      file,
      'not-finite',
      `entry ${wrong} of tensor "${name}" is ${values[wrong]}: expected a finite number`,
      'Train the model again',
    )
  }
  return values
}

function readGenerator(metadata: ReadonlyMap<string, string>, file: string): GeneratorState {
  const generator = Fields.parse(metadata.get('generator') ?? '', 'generator', file)
  const words = generator.object('state')
  return {
    bit_generator: generator.oneOf('bit_generator', ['PCG64']),
    state: { state: words.text('state'), inc: words.text('inc') },
    has_uint32: generator.oneOf('has_uint32', [0, 1]),
    uinteger: generator.count('uinteger'),
  }
}

/** A seed as text: "42", or "[1,2,3]" for a list. */
function seedText(seed: Seed): string {
  return typeof seed === 'object' ? `[${String(seed)}]` : String(seed)
}

function readSeed(metadata: ReadonlyMap<string, string>, file: string): Seed {
  const text = metadata.get('seed') ?? 'missing'
  if (text.length > LONGEST_SEED) {
    throw new ModelFileError(
      file,
      'field',
      `metadata seed has ${text.length} characters: expected at most ${LONGEST_SEED}`,
    )
  }
  const list = /^\[(\d+(?:,\d+)*)?\]$/.exec(text)
  if (!list && !/^\d+$/.test(text)) {
    throw new ModelFileError(
      file,
      'field',
      `metadata seed is ${JSON.stringify(text.slice(0, 60))}: expected a whole number or a list such as [1,2,3]`,
    )
  }
  if (!list) return integer(text)
  return list[1] === undefined ? [] : list[1].split(',').map(integer)
}

function integer(digits: string): number | bigint {
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : BigInt(digits)
}
