import { OptionError } from '../errors.ts'
import { describe, Fields } from '../fields.ts'
import { bytesOf } from '../math/byte-order.ts'
import { Matrix } from '../math/matrix.ts'
import { Network } from '../network.ts'
import type { GeneratorState } from '../random/random-generator.ts'
import type { Seed } from '../random/seed-sequence.ts'
import { LONGEST_SEED, seedText, wholeNumber } from '../spec.ts'
import { factEntries, type NetworkFacts, type Owner } from './metadata.ts'
import { blameOf, ModelFileError } from './model-file-error.ts'
import { asFileError, type FileKind, readParameters, VERSION } from './parameters-file.ts'
import type { Safetensors, Tensor } from './safetensors.ts'

/** The tensors and metadata that every file of Gradus has: the network, its generator included. */
export function networkTensors(
  kind: FileKind,
  network: Network,
  facts: NetworkFacts,
): { metadata: Map<string, string>; tensors: Map<string, Tensor> } {
  const tensors = new Map<string, Tensor>()
  for (const [l, biases] of network.biases.entries()) tensors.set(`biases.${l}`, float64Tensor(biases))
  for (const [l, weights] of network.weights.entries()) tensors.set(`weights.${l}`, float64Tensor(weights))
  const metadata = new Map([
    ['format', 'gradus'],
    ['version', VERSION],
    ['kind', kind],
    ['sizes', JSON.stringify(network.sizes)],
    ['activation', network.activation],
    ['output', network.output],
    ['cost', network.cost],
    ...(network.initialiser === 'textbook' ? [] : [['initialiser', network.initialiser] as const]),
    ['seed', headerSeed(network.seed)],
    ['generator', JSON.stringify(network.rng.state)],
    ...factEntries(facts),
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
  const { parts, sizes, biases, weights, ...form } = readParameters(bytes, kind, file)
  const { metadata } = parts
  const network = asFileError(file, () => {
    const [seed, generator] = [readSeed(metadata, file), readGenerator(metadata, file)]
    return new Network(sizes, {
      ...form,
      biases: biases.map(({ data }) => new Matrix(data.length, 1, data)),
      weights: weights.map(({ data }, l) => new Matrix(data.length / sizes[l], sizes[l], data)),
      seed,
      generator,
    })
  })
  return { network, parts }
}

/**
 * Checks that a network can be saved: it has finite numbers and a seed of a bearable length.
 * @throws OptionError naming what is not
 */
export function checkNetwork(network: Network): void {
  if (!(network instanceof Network)) {
    throw new OptionError('network', `The network is ${describe(network)}: expected a Network.`)
  }
  network.checkFinite()
  if (headerSeed(network.seed).length > LONGEST_SEED) {
    throw new OptionError(
      'seed',
      `The seed is longer than ${LONGEST_SEED} characters: expected fewer. Save the network with another seed.`,
    )
  }
}

/** The fields of a network that the facts of its file have to fit. */
export function ownerOf({ sizes, activation, output, cost, initialiser, rng }: Network): Owner {
  return { sizes, activation, output, cost, initialiser, seed: seedText(rng.seed) }
}

function float64Tensor({ rows, cols, data }: Matrix): Tensor {
  return { dtype: 'F64', shape: [rows, cols], bytes: bytesOf(data) }
}

function readGenerator(metadata: ReadonlyMap<string, string>, file: string): GeneratorState {
  const generator = Fields.parse(metadata.get('generator') ?? '', 'generator', blameOf(file))
  const words = generator.object('state')
  return {
    bit_generator: generator.oneOf('bit_generator', ['PCG64']),
    state: { state: words.text('state'), inc: words.text('inc') },
    has_uint32: generator.oneOf('has_uint32', [0, 1]),
    uinteger: generator.count('uinteger'),
  }
}

/** A seed as text: "42", or "[1,2,3]" for a list. */
function headerSeed(seed: Seed): string {
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
  if (!list) return wholeNumber(text)
  return list[1] === undefined ? [] : list[1].split(',').map(wholeNumber)
}
