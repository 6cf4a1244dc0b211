import {
  type EpochRecord,
  type EtaChange,
  etaAt,
  type Matrix,
  type ModelMetadata,
  type Network,
  type Progress,
  passedChanges,
  type Spec,
} from '@gradus/core'
import type { StoredForm } from '@gradus/core/node'
import { formatSeed } from '../arguments.ts'
import { EXIT } from '../failure.ts'
import { namesOf, type OpenedModel, openModel } from '../model.ts'
import { describeNames } from '../run/data.ts'
import { describeWays } from '../run/settings.ts'
import {
  countOf,
  formatCost,
  formatCount,
  formatEta,
  formatEvaluation,
  formatNumber,
  formatShare,
} from '../terminal/format.ts'
import { columnsOfOutput, print, printJson } from '../terminal/output.ts'
import { brief } from '../terminal/printable.ts'
import { tableLines } from '../terminal/table.ts'

/** Statistics of a matrix. */
interface MatrixReport extends Statistics {
  readonly rows: number
  readonly cols: number
}

/** Description of a network. */
export interface NetworkReport {
  readonly sizes: readonly number[]
  /** Weights and biases. */
  readonly parameters: number
  /** Text in the flag's format: JSON's numbers may not hold it. */
  readonly seed: string
  /** Number of biases and weights. */
  readonly sha256: string
  /** One for every layer after the input, which is layer 0. */
  readonly layers: readonly {
    readonly layer: number
    readonly weights: MatrixReport
    readonly biases: MatrixReport
  }[]
}

export async function inspectNetwork(network: Network): Promise<NetworkReport> {
  const { sizes, seed, weights, biases } = network
  return {
    sizes,
    parameters: [...weights, ...biases].reduce((sum, { data }) => sum + data.length, 0),
    seed: formatSeed(seed),
    sha256: await network.sha256(),
    layers: weights.flatMap((matrix, l) => {
      const column = biases[l]
      return column ? [{ layer: l + 1, weights: reportOf(matrix), biases: reportOf(column) }] : []
    }),
  }
}

function reportOf({ rows, cols, data }: Matrix): MatrixReport {
  return { rows, cols, ...statisticsOf(data) }
}

/** Statistics of many numbers. */
export interface Statistics {
  readonly min: number
  readonly max: number
  readonly mean: number
  /** The standard deviation of all of them (as NumPy's std has it), not an estimate from a sample. */
  readonly std: number
  /** The Euclidean norm. */
  readonly norm: number
  /** Count of numbers that are exactly 0. */
  readonly zeros: number
}

/** Computed on the numbers divided by the largest of their sizes, so that no square overflows or vanishes. */
export function statisticsOf(values: Float64Array): Statistics {
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  const size = Math.max(Math.abs(min), Math.abs(max))
  const zeros = values.reduce((count, value) => count + Number(value === 0), 0)
  if (size === 0) return { min, max, mean: 0, std: 0, norm: 0, zeros }
  const count = values.length
  const mean = sumOf(values, value => value / size) / count
  const variance = sumOf(values, value => (value / size - mean) ** 2) / count
  const squares = sumOf(values, value => (value / size) ** 2)
  return {
    min,
    max,
    mean: mean * size,
    std: Math.sqrt(variance) * size,
    norm: Math.sqrt(squares) * size,
    zeros,
  }
}

function sumOf(values: Float64Array, term: (value: number) => number): number {
  return values.reduce((sum, value) => sum + term(value), 0)
}

const HEADER = ['layer', 'shape', 'min', 'max', 'mean', 'std', 'norm', 'zeros']

/**
 * A file for people: the network, how it was trained or where its run stands, and statistics of every layer.
 */
export function inspectionLines(opened: OpenedModel, report: NetworkReport, columns: number): string[] {
  const { sizes, parameters, seed, sha256, layers } = report
  return [
    `${opened.kind === 'model' ? 'Model' : 'Checkpoint'} of a network ${sizes.join('-')}: ${formatCount(parameters)} parameters, seed ${brief(seed)}`,
    ...(opened.kind === 'model' ? metadataLines(opened.metadata) : progressLines(opened.progress)),
    ...describeNames(namesOf(opened)),
    ...(opened.kind === 'model' ? [storedLine(opened.stored)] : []),
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

function metadataLines({ spec, options, epochs, accuracy, dataHash }: ModelMetadata): string[] {
  const told = spec ?? options
  const shares = [
    ...(accuracy?.test === undefined ? [] : [`test ${formatShare(accuracy.test)}`]),
    ...(accuracy?.validation === undefined ? [] : [`validation ${formatShare(accuracy.validation)}`]),
  ]
  return [
    ...(epochs === undefined ? [] : [`Epochs complete: ${formatCount(epochs)}`]),
    ...(told ? [optionsLine(told)] : []),
    ...(spec ? waysLines(spec) : []),
    ...changeLines(spec?.etaChanges ?? []),
    ...(shares.length > 0 ? [`Accuracy: ${shares.join(', ')}`] : []),
    ...dataLines(spec?.data.hash ?? dataHash),
  ]
}

/** As in "File: weights int8, 195,080 bytes". */
function storedLine({ weights, bytes }: StoredForm): string {
  return `File: weights ${[...new Set(weights)].join(' and ')}, ${countOf(bytes, 'byte')}`
}

function progressLines(progress: Progress): string[] {
  const { spec, epoch, position, history } = progress
  const last = history.at(-1)
  return [
    `Epochs complete: ${formatCount(epoch)} of ${formatCount(spec.epochs)}, and ${formatCount(position)} of ${formatCount(spec.data.train)} examples of the next`,
    optionsLine(spec),
    ...waysLines(spec),
    `Eta now: ${formatEta(etaAt(spec, progress, history))}`,
    ...changeLines(passedChanges(spec, progress)),
    ...(last ? [epochLine(last)] : []),
    ...dataLines(spec.data.hash),
  ]
}

function changeLines(changes: readonly EtaChange[]): string[] {
  return changes.map(
    ({ epoch, position, eta }) =>
      `  changed to ${eta} in epoch ${epoch} after ${formatCount(position)} examples`,
  )
}

function optionsLine(told: Spec | NonNullable<ModelMetadata['options']>): string {
  const { epochs, miniBatchSize, eta, precision } = told
  const step = `mini-batches of ${formatCount(miniBatchSize)}, eta ${eta}`
  return `Options: ${countOf(epochs, 'epoch')}, ${step}${precision ? `, ${precision}` : ''}`
}

function waysLines(spec: Spec): string[] {
  return describeWays(spec).map(ways => `Ways to learn: ${ways}`)
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

/** Tells what is in a model or checkpoint file, and the exit code. @throws UsageError */
export async function runInspection(path: string, json: boolean): Promise<number> {
  const opened = await openModel(path)
  const report = await inspectNetwork(opened.network)
  if (json) await printJson([{ file: path, ...reportJson(opened, report) }])
  else await print(inspectionLines(opened, report, columnsOfOutput()))
  return EXIT.done
}

/**
 * All of it but what is long and says nothing: the order of a run's examples, and the fingerprint of its
 * network.
 */
function reportJson(opened: OpenedModel, { layers, ...report }: NetworkReport): object {
  if (opened.kind === 'model') {
    const { kind, metadata, stored } = opened
    return { kind, ...report, ...metadata, stored, layers }
  }
  const { order: _, network: __, ...progress } = opened.progress
  return { kind: opened.kind, ...report, progress, ...namesOf(opened), layers }
}
