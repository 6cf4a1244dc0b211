import type { EpochRecord, Evaluation } from '../sgd/events.ts'
import type { Progress } from '../sgd/progress.ts'
import type { Checkpoint } from './checkpoint.ts'
import { Fields } from './fields.ts'
import { readTrainingOptions } from './model-file.ts'
import { checkTensorNames, networkTensors, readNetwork, tensorBytes } from './network-file.ts'
import { formatSafetensors, type Tensor } from './safetensors.ts'

/** The bytes of a checkpoint file: a model file's tensors, the order of the examples, and the run's progress in the metadata. */
export function formatCheckpoint({ network, progress }: Checkpoint): Uint8Array<ArrayBuffer> {
  const { metadata, tensors } = networkTensors('checkpoint', network)
  const { order, ...rest } = progress
  metadata.set('progress', JSON.stringify(rest))
  tensors.set('order', uint32Tensor(order))
  return formatSafetensors({ metadata, tensors })
}

/**
 * Reads a checkpoint file: the run that goes on from it ends with the bits of one that never stopped.
 * @param file what to call it in a message. @throws ModelFileError naming the rule that the file breaks.
 */
export function parseCheckpoint(bytes: Uint8Array, file = 'checkpoint'): Checkpoint {
  const { network, parts } = readNetwork(bytes, 'checkpoint', file)
  checkTensorNames(parts, network, ['order'], file)
  const fields = Fields.parse(parts.metadata.get('progress') ?? '', 'progress', file)
  const examples = fields.object('examples')
  const length = examples.count('length', 1)
  const order = tensorBytes('order', parts.tensors.get('order'), 'U32', [length], file)
  const progress: Progress = {
    options: readTrainingOptions(fields.object('options')),
    epoch: fields.count('epoch'),
    position: fields.count('position'),
    order: Uint32Array.from({ length }, (_, i) => order.getUint32(4 * i, true)),
    costSum: fields.number('costSum', 0),
    eta: fields.number('eta', 0),
    etaChanges: fields.objects('etaChanges').map(change => {
      return {
        epoch: change.count('epoch'),
        position: change.count('position'),
        eta: change.number('eta', 0),
      }
    }),
    history: fields.objects('history').map(readRecord),
    trainSeconds: fields.number('trainSeconds', 0),
    evaluateSeconds: fields.number('evaluateSeconds', 0),
    epochTrainSeconds: fields.number('epochTrainSeconds', 0),
    examples: { length, ...(examples.has('hash') && { hash: examples.text('hash') }) },
  }
  return { network, progress }
}

function readRecord(record: Fields): EpochRecord {
  const test = record.has('test') ? readEvaluation(record.object('test')) : undefined
  return {
    epoch: record.count('epoch'),
    ...(test && { correct: test.correct, total: test.total, test }),
    ...(record.has('validation') && { validation: readEvaluation(record.object('validation')) }),
    cost: record.number('cost', 0),
    eta: record.number('eta', 0),
    trainSeconds: record.number('trainSeconds', 0),
    evaluateSeconds: record.number('evaluateSeconds', 0),
  }
}

function readEvaluation(evaluation: Fields): Evaluation {
  return {
    correct: evaluation.count('correct'),
    total: evaluation.count('total', 1),
    cost: evaluation.number('cost', 0),
  }
}

function uint32Tensor(values: Uint32Array): Tensor {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value, true)
  return { dtype: 'U32', shape: [values.length], bytes: new Uint8Array(view.buffer) }
}
