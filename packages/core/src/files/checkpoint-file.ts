import { OptionError } from '../errors.ts'
import { describe, Fields } from '../fields.ts'
import { bytesOf } from '../math/byte-order.ts'
import { Matrix } from '../math/matrix.ts'
import type { Network } from '../network.ts'
import { type Parameters, STATES } from '../optimiser.ts'
import { completeSpec, etaAt, readEtaChanges, type Spec } from '../spec.ts'
import {
  type BestEpoch,
  type Checkpoint,
  checkProgress,
  type EpochRecord,
  fingerprintOf,
  type Progress,
} from '../training/progress.ts'
import { sealed } from './digest.ts'
import { factsOf, type NetworkNames, readNames, readOlderOptions, readOwnSpec } from './metadata.ts'
import { blameOf, ModelFileError } from './model-file-error.ts'
import { checkNetwork, networkTensors, ownerOf, readNetwork } from './network-file.ts'
import { asFileError, checkTensorNames } from './parameters-file.ts'
import { readConfusions, readEpochRecord } from './records.ts'
import { decodeUtf8, formatSafetensors, parseJson, type Safetensors, type Tensor } from './safetensors.ts'
import { readNumbers, tensorOf } from './tensor-numbers.ts'

/**
 * The bytes of a checkpoint file: a model file's tensors, the order of the examples, the history of the
 * epochs as JSON (in a tensor of its own, since a header is bounded), and the rest of the run's progress in
 * the metadata.
 * @throws OptionError or ModelFileError for a network or a progress that could not be read again.
 */
export function formatCheckpoint(checkpoint: Checkpoint & NetworkNames): Uint8Array<ArrayBuffer> {
  const fields = new Fields(checkpoint, 'checkpoint', blameOf('The checkpoint to save', 'Correct it'))
  const { network } = checkpoint
  checkNetwork(network)
  const progress = checkedProgress(fields.object('progress'), checkpoint)
  checkTogether(network, progress)
  const { order, history, confusions, spec, optimiser, best, ...rest } = progress
  const names = readNames(fields, ownerOf(network))
  const { metadata, tensors } = networkTensors('checkpoint', network, { ...names, spec })
  metadata.set('progress', JSON.stringify({ ...rest, updates: optimiser?.updates, bestEpoch: best?.epoch }))
  for (const [name, layers] of Object.entries(layersToKeep(progress))) {
    for (const [l, { biases, weights }] of layers.entries()) {
      tensors.set(`${name}.biases.${l}`, float64Tensor(biases, network.sizes[l + 1], 1))
      tensors.set(`${name}.weights.${l}`, float64Tensor(weights, network.sizes[l + 1], network.sizes[l]))
    }
  }
  tensors.set('order', { dtype: 'U32', shape: [order.length], bytes: bytesOf(order) })
  tensors.set('history', jsonTensor(history))
  if (confusions) tensors.set('confusions', jsonTensor(confusions))
  return formatSafetensors(sealed({ metadata, tensors }))
}

/**
 * Reads a checkpoint file: the run that goes on from it ends with the bits of one that never stopped.
 * @param file its name in a message
 * @throws ModelFileError naming the rule that the file breaks.
 */
export function parseCheckpoint(
  bytes: Uint8Array | ArrayBuffer,
  file = 'checkpoint',
): Checkpoint & NetworkNames {
  const { network, parts } = readNetwork(bytes, 'checkpoint', file)
  const { spec: known, ...facts } = factsOf(parts, network, file)
  const fields = Fields.parse(parts.metadata.get('progress') ?? '', 'progress', blameOf(file))
  const history = Fields.list(
    readJson(parts, 'history', 'a list of objects', file),
    'history',
    blameOf(file),
  ).map(readEpochRecord)
  const confusions = parts.tensors.has('confusions')
    ? readConfusions(
        new Fields(readJson(parts, 'confusions', 'an object', file), 'confusions', blameOf(file)),
      )
    : undefined
  const spec = known ?? olderSpec(fields, network, history)
  const { train } = spec.data
  const { buffer, byteOffset } = tensorOf(parts.tensors, 'order', ['U32'], [train], file).bytes
  const view = new DataView(buffer, byteOffset)
  const order = Uint32Array.from({ length: train }, (_, i) => view.getUint32(4 * i, true))
  const layersOf = (name: string): Layers => readLayers(parts, name, network.sizes, file)
  const names = STATES[spec.optimiser?.name ?? 'sgd']
  const bestEpoch = fields.optional('bestEpoch', fields.count)
  checkTensorNames(
    parts,
    network.sizes,
    [
      ...['order', 'history', 'confusions'],
      ...[...names, ...(bestEpoch === undefined ? [] : ['best'])].flatMap(name =>
        namesOf(name, network.sizes),
      ),
    ],
    file,
  )
  const progress = readProgress(fields, {
    ...{ spec, order, history },
    ...(confusions && { confusions }),
    ...(names.length > 0 && {
      optimiser: { updates: fields.count('updates'), moments: names.map(layersOf) },
    }),
    ...(bestEpoch !== undefined && {
      best: { epoch: bestEpoch, ...matricesOf(layersOf('best'), network.sizes) },
    }),
  })
  fields.refuseOthers()
  asFileError(file, () => {
    checkProgress(progress)
    checkTogether(network, progress)
  })
  return { network, progress, ...facts }
}

/** Checks that a network and a progress are of one run. @throws OptionError ('resume') naming the contradiction */
function checkTogether(network: Network, { network: fingerprint, spec, history }: Progress): void {
  const fail = (found: string, expected: string): never => {
    throw new OptionError('resume', `The run ${found}: expected ${expected}.`)
  }
  const found = fingerprintOf(network)
  if (found !== fingerprint)
    fail(`belongs to a network with fingerprint ${fingerprint}`, `${found}, that of its own`)
  const classes = network.sizes[network.sizes.length - 1]
  for (const { epoch, test, validation, training } of history) {
    const counts = [test, validation, training].find(
      evaluation => evaluation && evaluation.predictions.length !== classes,
    )
    if (counts)
      fail(`has predictions of ${counts.predictions.length} classes in epoch ${epoch}`, `${classes}`)
  }
  if (spec.precision === 'float32') {
    const wide = [...network.biases, ...network.weights].some(({ data }) => {
      return data.some(value => value !== Math.fround(value))
    })
    if (wide) fail('is of float32, and its network has other numbers', 'such as float32 has')
  }
}

/** Checks a progress before it is written, by the rules of the reader. */
function checkedProgress(fields: Fields, { network, progress }: Checkpoint): Progress {
  const { order, optimiser, best } = progress
  if (!(order instanceof Uint32Array)) {
    throw new OptionError('order', `The order is ${describe(order)}: expected a Uint32Array of the examples.`)
  }
  const spec = readOwnSpec(fields.object('spec'), ownerOf(network))
  const history = fields.objects('history').map(readEpochRecord)
  const confusions = fields.has('confusions') ? readConfusions(fields.object('confusions')) : undefined
  const checked = readProgress(fields, {
    ...{ spec, order, history },
    ...(confusions && { confusions }),
    ...(optimiser && { optimiser }),
    ...(best && { best }),
  })
  checkProgress(checked)
  return checked
}

function readProgress(
  fields: Fields,
  rest: Pick<Progress, 'spec' | 'order' | 'history' | 'confusions' | 'optimiser' | 'best'>,
): Progress {
  return {
    ...rest,
    network: fields.count('network'),
    epoch: fields.count('epoch'),
    position: fields.count('position'),
    costSum: fields.number('costSum'),
    trainSeconds: fields.number('trainSeconds'),
    evaluateSeconds: fields.number('evaluateSeconds'),
    epochTrainSeconds: fields.number('epochTrainSeconds'),
  }
}

/** Numbers of every layer, beside the network's own: weights row-major. */
type Layers = readonly { readonly biases: Float64Array; readonly weights: Float64Array }[]

/** The state of an optimiser, and the weights of the best epoch, by the names of their tensors. */
function layersToKeep({ spec, optimiser, best }: Progress): Record<string, readonly Parameters[]> {
  const names = STATES[spec.optimiser?.name ?? 'sgd']
  return {
    ...Object.fromEntries(names.map((name, i) => [name, optimiser?.moments[i] ?? []])),
    ...(best && {
      best: best.biases.map(({ data }, l) => ({ biases: data, weights: best.weights[l].data })),
    }),
  }
}

function namesOf(name: string, sizes: readonly number[]): string[] {
  return sizes.slice(1).flatMap((_, l) => [`${name}.biases.${l}`, `${name}.weights.${l}`])
}

function readLayers({ tensors }: Safetensors, name: string, sizes: readonly number[], file: string): Layers {
  const read = (tensor: string, shape: readonly number[]): Float64Array =>
    readNumbers(tensors, tensor, ['F64'], shape, file)
  return sizes.slice(1).map((neurons, l) => ({
    biases: read(`${name}.biases.${l}`, [neurons, 1]),
    weights: read(`${name}.weights.${l}`, [neurons, sizes[l]]),
  }))
}

function matricesOf(layers: Layers, sizes: readonly number[]): Omit<BestEpoch, 'epoch'> {
  return {
    biases: layers.map(({ biases }) => new Matrix(biases.length, 1, biases)),
    weights: layers.map(({ weights, biases }, l) => new Matrix(biases.length, sizes[l], weights)),
  }
}

function float64Tensor(numbers: ArrayLike<number>, rows: number, cols: number): Tensor {
  return { dtype: 'F64', shape: [rows, cols], bytes: bytesOf(Float64Array.from(numbers)) }
}

/** The Spec of a run whose file is from before there was one. */
function olderSpec(progress: Fields, network: Network, history: readonly EpochRecord[]): Spec {
  const examples = progress.object('examples')
  const [last] = history.slice(-1)
  const spec = completeSpec({
    ...ownerOf(network),
    ...readOlderOptions(progress.object('options')),
    etaChanges: readEtaChanges(progress, 'etaChanges'),
    data: {
      hash: examples.optional('hash', examples.text),
      train: examples.count('length', 1),
      validation: last?.validation?.total,
      test: last?.test?.total,
    },
  })
  const [eta, place] = [
    progress.eta('eta'),
    { epoch: progress.count('epoch'), position: progress.count('position') },
  ]
  if (eta !== etaAt(spec, place)) throw progress.wrong('eta', `${etaAt(spec, place)}, as it was changed last`)
  return spec
}

/** A value that is kept as JSON in a tensor of its own. */
function readJson({ tensors }: Safetensors, name: string, expected: string, file: string): unknown {
  const length = tensors.get(name)?.bytes.length ?? 0
  const { bytes } = tensorOf(tensors, name, ['U8'], [length], file)
  const value = parseJson(decodeUtf8(bytes) ?? '')
  if (value === undefined)
    throw new ModelFileError(file, 'field', `metadata ${name} is no valid JSON: expected ${expected}`)
  return value
}

function jsonTensor(value: object): Tensor {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return { dtype: 'U8', shape: [bytes.length], bytes }
}
