import type { EpochRecord, ModelMetadata, Progress } from '@gradus/core'
import type { OpenedModel } from '../model/open-model.ts'
import {
  countOf,
  formatCost,
  formatCount,
  formatEvaluation,
  formatNumber,
  formatShare,
} from '../terminal/format.ts'
import { brief } from '../terminal/printable.ts'
import { tableLines } from '../terminal/table.ts'
import type { MatrixReport, NetworkReport } from './inspect.ts'

const HEADER = ['layer', 'shape', 'min', 'max', 'mean', 'std', 'norm', 'zeros']

/** A file for people: the network, how it was trained or where its run stands, and statistics of every layer. */
export function inspectionLines(opened: OpenedModel, report: NetworkReport, columns: number): string[] {
  const { sizes, parameters, seed, sha256, layers } = report
  return [
    `${opened.kind === 'model' ? 'Model' : 'Checkpoint'} of a network ${sizes.join('-')}: ${formatCount(parameters)} parameters, seed ${brief(seed)}`,
    ...(opened.kind === 'model' ? metadataLines(opened.metadata) : progressLines(opened.progress)),
    `sha256 ${sha256}`,
    '',
    ...tableLines(
      HEADER,
      layers.flatMap(({ layer, weights, biases }) => [
        rowOf(`${layer} weights`, weights),
        rowOf(`${layer} biases`, biases),
      ]),
      columns,
    ),
  ]
}

function metadataLines({ options, epochs, accuracy, dataHash }: ModelMetadata): string[] {
  const shares = [
    ...(accuracy?.test === undefined ? [] : [`test ${formatShare(accuracy.test)}`]),
    ...(accuracy?.validation === undefined ? [] : [`validation ${formatShare(accuracy.validation)}`]),
  ]
  return [
    ...(epochs === undefined ? [] : [`Epochs complete: ${formatCount(epochs)}`]),
    ...(options ? [optionsLine(options)] : []),
    ...(shares.length > 0 ? [`Accuracy: ${shares.join(', ')}`] : []),
    ...dataLines(dataHash),
  ]
}

function progressLines({ options, epoch, position, eta, etaChanges, history, examples }: Progress): string[] {
  const last = history.at(-1)
  return [
    `Epochs complete: ${formatCount(epoch)} of ${formatCount(options.epochs)}, and ${formatCount(position)} of ${formatCount(examples.length)} examples of the next`,
    optionsLine(options),
    `Eta now: ${eta}`,
    ...etaChanges.map(
      change =>
        `  changed to ${change.eta} in epoch ${change.epoch} after ${formatCount(change.position)} examples`,
    ),
    ...(last ? [epochLine(last)] : []),
    ...dataLines(examples.hash),
  ]
}

function optionsLine({ epochs, miniBatchSize, eta, precision }: Progress['options']): string {
  const step = `mini-batches of ${formatCount(miniBatchSize)}, eta ${eta}`
  return `Options: ${countOf(epochs, 'epoch')}, ${step}${precision ? `, ${precision}` : ''}`
}

function epochLine({ epoch, test, validation, cost }: EpochRecord): string {
  const results = [
    ...(test ? [`test ${formatEvaluation(test)}`] : []),
    ...(validation ? [`validation ${formatEvaluation(validation)}`] : []),
    `cost ${formatCost(cost)}`,
  ]
  return `Epoch ${epoch}: ${results.join(', ')}`
}

function dataLines(hash: string | undefined): string[] {
  return hash === undefined ? [] : [`Training data: ${brief(hash)}`]
}

function rowOf(name: string, { rows, cols, zeros, min, max, mean, std, norm }: MatrixReport): string[] {
  return [name, `${rows} x ${cols}`, ...[min, max, mean, std, norm].map(formatNumber), formatCount(zeros)]
}
