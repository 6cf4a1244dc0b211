import { OptionError } from '../errors.ts'
import { describe, Fields } from '../fields.ts'
import { bytesOf } from '../math/byte-order.ts'
import type { Network } from '../network.ts'
import {
  type Checkpoint,
  checkProgress,
  type EpochRecord,
  fingerprintOf,
  type Progress,
} from '../training/progress.ts'
import { sealed } from './digest.ts'
import { readTrainingOptions } from './metadata.ts'
import { blameOf, ModelFileError } from './model-file-error.ts'
import { checkNetwork, networkTensors, readNetwork } from './network-file.ts'
import { asFileError, checkTensorNames, tensorBytes } from './parameters-file.ts'
import { readEpochRecord } from './records.ts'
import { decodeUtf8, formatSafetensors, parseJson, type Safetensors, type Tensor } from './safetensors.ts'

/**
 * The bytes of a checkpoint file: a model file's tensors, the order of the examples, the history of the
 * epochs as JSON (in a tensor of its own, since a header is bounded), and the rest of the run's progress in
 * the metadata.
 * @throws OptionError or ModelFileError for a network or a progress that could not be read again.
 */
export function formatCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const fields = new Fields(checkpoint, 'checkpoint', blameOf('The checkpoint to save', 'Correct it'))
  checkNetwork(checkpoint.network)
  const progress = checkedProgress(fields.object('progress'), checkpoint)
  checkTogether(checkpoint.network, progress)
  const { order, history, ...rest } = progress
  const { metadata, tensors } = networkTensors('checkpoint', checkpoint.network)
  metadata.set('progress', JSON.stringify(rest))
  tensors.set('order', { dtype: 'U32', shape: [order.length], bytes: bytesOf(order) })
  tensors.set('history', historyTensor(history))
  return formatSafetensors(sealed({ metadata, tensors }))
}

/**
 * Reads a checkpoint file: the run that goes on from it ends with the bits of one that never stopped.
 * @param file its name in a message
 * @throws ModelFileError naming the rule that the file breaks.
 */
export function parseCheckpoint(bytes: Uint8Array | ArrayBuffer, file = 'checkpoint'): Checkpoint {
  const { network, parts } = readNetwork(bytes, 'checkpoint', file)
  checkTensorNames(parts, network.sizes, ['order', 'history'], file)
  const fields = Fields.parse(parts.metadata.get('progress') ?? '', 'progress', blameOf(file))
  const length = fields.object('examples').count('length', 1)
  const { buffer, byteOffset } = tensorBytes('order', parts.tensors.get('order'), 'U32', [length], file)
  const view = new DataView(buffer, byteOffset)
  const order = Uint32Array.from({ length }, (_, i) => view.getUint32(4 * i, true))
  const progress = readProgress(fields, order, readHistory(parts, file))
  asFileError(file, () => {
    checkProgress(progress)
    checkTogether(network, progress)
  })
  return { network, progress }
}

/** Checks that a network and a progress are of one run. @throws OptionError ('resume') naming the contradiction */
function checkTogether(network: Network, { network: fingerprint, options, history }: Progress): void {
  const fail = (found: string, expected: string): never => {
    throw new OptionError('resume', `The run ${found}: expected ${expected}.`)
  }
  const found = fingerprintOf(network)
  if (found !== fingerprint)
    fail(`belongs to a network with fingerprint ${fingerprint}`, `${found}, that of its own`)
  const classes = network.sizes[network.sizes.length - 1]
  for (const { epoch, test, validation } of history) {
    const counts = [test, validation].find(
      evaluation => evaluation && evaluation.predictions.length !== classes,
    )
    if (counts)
      fail(`has predictions of ${counts.predictions.length} classes in epoch ${epoch}`, `${classes}`)
  }
  if (options.precision === 'float32') {
    const wide = [...network.biases, ...network.weights].some(({ data }) => {
      return data.some(value => value !== Math.fround(value))
    })
    if (wide) fail('is of float32, and its network has other numbers', 'such as float32 has')
  }
}

/** Checks a progress before it is written, by the rules of the reader. */
function checkedProgress(fields: Fields, { progress: { order } }: Checkpoint): Progress {
  if (!(order instanceof Uint32Array)) {
    throw new OptionError('order', `The order is ${describe(order)}: expected a Uint32Array of the examples.`)
  }
  const progress = readProgress(fields, order, fields.objects('history'))
  checkProgress(progress)
  return progress
}

function readProgress(fields: Fields, order: Uint32Array, history: readonly Fields[]): Progress {
  const examples = fields.object('examples')
  return {
    options: readTrainingOptions(fields.object('options')),
    network: fields.count('network'),
    epoch: fields.count('epoch'),
    position: fields.count('position'),
    order,
    costSum: fields.number('costSum'),
    eta: fields.eta('eta'),
    etaChanges: fields.objects('etaChanges').map(change => {
      return { epoch: change.count('epoch'), position: change.count('position'), eta: change.eta('eta') }
    }),
    history: history.map(readEpochRecord),
    trainSeconds: fields.number('trainSeconds'),
    evaluateSeconds: fields.number('evaluateSeconds'),
    epochTrainSeconds: fields.number('epochTrainSeconds'),
    examples: {
      length: examples.count('length', 1),
      ...(examples.has('hash') && { hash: examples.text('hash') }),
    },
  }
}

function readHistory({ tensors }: Safetensors, file: string): Fields[] {
  const tensor = tensors.get('history')
  const bytes = tensorBytes('history', tensor, 'U8', [tensor?.bytes.length ?? 0], file)
  const history = parseJson(decodeUtf8(bytes) ?? '')
  if (history === undefined) {
    throw new ModelFileError(file, 'field', 'metadata history is no valid JSON: expected a list of objects')
  }
  return Fields.list(history, 'history', blameOf(file))
}

function historyTensor(history: readonly EpochRecord[]): Tensor {
  const bytes = new TextEncoder().encode(JSON.stringify(history))
  return { dtype: 'U8', shape: [bytes.length], bytes }
}
