import type { EtaChange } from '@gradus/core'

/** All that decides what a network learns: the same settings give the same bits. */
export interface Settings {
  readonly sizes: readonly number[]
  readonly seed: number
  readonly miniBatchSize: number
  /** The learning rate that training begins with. */
  readonly eta: number
  /** What it is changed to later, and where. */
  readonly etaChanges: readonly EtaChange[]
  readonly epochs: number
}

/** Those of model/digits.safetensors, as `pnpm choose-model` found them: see model/README.md. */
export const CHOSEN: Settings = {
  sizes: [784, 28, 40, 10],
  seed: 7,
  miniBatchSize: 5,
  eta: 2,
  etaChanges: [{ epoch: 30, position: 0, eta: 0.4 }],
  epochs: 35,
}
