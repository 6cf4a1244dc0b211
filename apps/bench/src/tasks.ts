/** What the measuring programs are asked for, and what they answer: one JSON argument, and one line of JSON. */

import type { TrainJob } from './jobs.ts'

export interface TrainTask {
  readonly sizes: readonly number[]
  readonly precision: string
  readonly miniBatchSize: number
  readonly eta: number
  readonly gain: number | null
  readonly seed: number
  readonly epochs: number
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
  /** Of every epoch, repetition or run, those to warm up included. */
  readonly seconds: readonly number[]
  /** The test accuracy after all of that, 0 .. 1. */
  readonly accuracy: number
  readonly versions: Readonly<Record<string, string>>
  /** The digits read in the test images, one after the other. */
  readonly digits?: string
  /** Where `seconds` are of CPU time. */
  readonly wallSeconds?: readonly number[]
  /** Where `seconds` are by the clock of a thread that others may hold up: its CPU time. */
  readonly cpuSeconds?: readonly number[]
}

export function trainTask(job: TrainJob, data: string, epochs: number): TrainTask {
  const { sizes, precision, miniBatchSize, eta, gain } = job
  return { sizes, precision, miniBatchSize, eta, gain, seed: 0, epochs, data }
}
