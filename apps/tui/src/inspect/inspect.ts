import type { Matrix, Network } from '@gradus/core'
import { formatSeed } from '../terminal/seed.ts'
import { type Statistics, statisticsOf } from './statistics.ts'

/** What is said of a matrix. */
export interface MatrixReport extends Statistics {
  readonly rows: number
  readonly cols: number
}

/** What is said of a network. */
export interface NetworkReport {
  readonly sizes: readonly number[]
  /** Weights and biases. */
  readonly parameters: number
  /** As the flag takes it: JSON's numbers may not hold it. */
  readonly seed: string
  /** Of all biases and weights. */
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
