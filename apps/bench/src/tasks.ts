/** Tasks and outcomes of the measuring programs: one JSON argument, and one line of JSON. */

import type { Spec } from '@gradus/core'
import type { TrainJob } from './jobs.ts'

export interface TrainTask extends Pick<Spec, 'sizes' | 'precision' | 'miniBatchSize' | 'eta' | 'epochs'> {
  readonly gain: number | null
  /** A number that every peer takes. */
  readonly seed: number
  /** Folder of the four IDX files. */
  readonly data: string
}

export interface PredictTask {
  readonly data: string
  readonly model: string
  /** Images a call, and calls a repetition. */
  readonly images: number
  readonly calls: number
  readonly repetitions: number
}

export interface CommandTask {
  /** The command and its arguments; it writes to this folder alone. */
  readonly command: readonly string[]
  readonly folder: string
}

export interface WatchTask {
  /** The command of a training run and its arguments; it writes to this folder alone. */
  readonly command: readonly string[]
  readonly folder: string
  /** The program whose terminal is to show the dashboard; without it the run writes JSON to a file. */
  readonly terminal?: string
  readonly turns: number
}

export interface Outcome {
  /** Seconds of every epoch, repetition or run, warm-up included. */
  readonly seconds: readonly number[]
  /** Accuracy on the test images at the end, 0 .. 1. */
  readonly accuracy: number
  readonly versions: Readonly<Record<string, string>>
  /** The digits read in the test images, one after the other. */
  readonly digits?: string
  /** Wall time, where `seconds` are CPU time. */
  readonly wallSeconds?: readonly number[]
  /** CPU time, where `seconds` are wall time of a thread that others may hold up. */
  readonly cpuSeconds?: readonly number[]
}

export function trainTask(job: TrainJob, data: string, epochs: number): TrainTask {
  const { sizes, precision, miniBatchSize, eta, gain } = job
  return { sizes, precision, miniBatchSize, eta, gain, seed: 0, epochs, data }
}
