import { checkProgress } from '../sgd/check-progress.ts'
import type { EpochRecord, Evaluation } from '../sgd/events.ts'
import type { Progress } from '../sgd/progress.ts'
import type { Checkpoint } from './checkpoint.ts'
import { Fields } from './fields.ts'
import { readTrainingOptions } from './model-file.ts'
import {
  asFileError,
  checkNetwork,
  checkTensorNames,
  networkTensors,
  readNetwork,
  tensorBytes,
} from './network-file.ts'
import { formatSafetensors, parseJson, type Safetensors, type Tensor } from './safetensors.ts'

/**
 * The bytes of a checkpoint file: a model file's tensors, the order of the examples, the history of the epochs as JSON (in a tensor
 * of its own, since a header is bounded), and the rest of the run's progress in the metadata.
 * @throws OptionError for a network or a progress that could not be read again.
 */
export function formatCheckpoint({ network, progress }: Checkpoint): Uint8Array<ArrayBuffer> {
  checkNetwork(network)
  checkProgress(progress)
  const { metadata, tensors } = networkTensors('checkpoint', network)
  const { order, history, ...rest } = progress
  metadata.set('progress', JSON.stringify(rest))
  tensors.set('order', uint32Tensor(order))
  const json = new TextEncoder().encode(JSON.stringify(history))
  tensors.set('history', { dtype: 'U8', shape: [json.length], bytes: json })
  return formatSafetensors({ metadata, tensors })
}

/**
 * Reads a checkpoint file: the run that goes on from it ends with the bits of one that never stopped.
 * @param file what to call it in a message. @throws ModelFileError naming the rule that the file breaks.
 */
export function parseCheckpoint(bytes: Uint8Array | ArrayBuffer, file = 'checkpoint'): Checkpoint {
  const { network, parts } = readNetwork(bytes, 'checkpoint', file)
  checkTensorNames(parts, network, ['order', 'history'], file)
  const fields = Fields.parse(parts.metadata.get('progress') ?? '', 'progress', file)
  const examples = fields.object('examples')
  const length = examples.count('length', 1)
  const order = tensorBytes('order', parts.tensors.get('order'), 'U32', [length], file)
  const progress: Progress = {
    options: readTrainingOptions(fields.object('options')),
    network: fields.count('network'),
    epoch: fields.count('epoch'),
    position: fields.count('position'),
    order: Uint32Array.from({ length }, (_, i) => order.getUint32(4 * i, true)),
    costSum: fields.number('costSum'),
    eta: fields.eta('eta'),
    etaChanges: fields.objects('etaChanges').map(change => {
      return { epoch: change.count('epoch'), position: change.count('position'), eta: change.eta('eta') }
    }),
    history: readHistory(parts, file),
    trainSeconds: fields.number('trainSeconds'),
    evaluateSeconds: fields.number('evaluateSeconds'),
    epochTrainSeconds: fields.number('epochTrainSeconds'),
    examples: { length, ...(examples.has('hash') && { hash: examples.text('hash') }) },
  }
  asFileError(file, () => checkProgress(progress))
  return { network, progress }
}

function readHistory({ tensors }: Safetensors, file: string): EpochRecord[] {
  const tensor = tensors.get('history')
  const bytes = tensorBytes('history', tensor, 'U8', [tensor?.bytes.length ?? 0], file)
  const json = new TextDecoder().decode(bytes)
  return Fields.list(parseJson(json), 'history', file).map(readRecord)
}

function readRecord(record: Fields): EpochRecord {
  const test = record.has('test') ? readEvaluation(record.object('test')) : undefined
  return {
    epoch: record.count('epoch'),
    ...(test && { correct: test.correct, total: test.total, test }),
    ...(record.has('validation') && { validation: readEvaluation(record.object('validation')) }),
    cost: record.number('cost'),
    eta: record.eta('eta'),
    trainSeconds: record.number('trainSeconds'),
    evaluateSeconds: record.number('evaluateSeconds'),
  }
}

function readEvaluation(evaluation: Fields): Evaluation {
  return {
    correct: evaluation.count('correct'),
    total: evaluation.count('total', 1),
    cost: evaluation.number('cost'),
  }
}

function uint32Tensor(values: Uint32Array): Tensor {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value, true)
  return { dtype: 'U32', shape: [values.length], bytes: new Uint8Array(view.buffer) }
}
