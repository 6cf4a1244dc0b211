/** Tasks and outcomes of the measuring programs: one JSON argument, and one line of JSON. */

import type { Recipe, Spec } from '@gradus/core'
import type { RecipeJob, TrainJob } from './jobs.ts'

export interface TrainTask extends Pick<Spec, 'sizes' | 'precision' | 'miniBatchSize' | 'eta' | 'epochs'> {
  readonly gain: number | null
  /** A number that every peer takes. */
  readonly seed: number
  /** Folder of the four IDX files. */
  readonly data: string
}

/** The fields of the recipe are the task's own. */
export interface RecipeTask extends Recipe, Pick<Spec, 'sizes' | 'epochs'> {
  readonly seed: number
  readonly data: string
  /** Accuracy to reach on the validation data; all epochs are trained without it. */
  readonly wanted?: number
}

export interface WayTask extends Pick<Spec, 'sizes'> {
  readonly recipe: Recipe
  readonly beside: Recipe
  readonly seed: number
  readonly data: string
  /** Epochs of each of the two. */
  readonly turns: number
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
  /** Accuracy on the test images at the end, or the one to be reached on the validation images, 0 .. 1. */
  readonly accuracy: number
  readonly versions: Readonly<Record<string, string>>
  /** The digits read in the test images, one after the other. */
  readonly digits?: string
  /** Wall time, where `seconds` are CPU time. */
  readonly wallSeconds?: readonly number[]
  /** CPU time, where `seconds` are wall time of a thread that others may hold up. */
  readonly cpuSeconds?: readonly number[]
  /** Seconds of what has trained in turn with it, one for each of its own. */
  readonly besideSeconds?: readonly number[]
  /** Number of epochs, where it depends on what they reach. */
  readonly epochs?: number
}

export function trainTask(job: TrainJob, data: string, epochs: number): TrainTask {
  const { sizes, precision, miniBatchSize, eta, gain } = job
  return { sizes, precision, miniBatchSize, eta, gain, seed: 0, epochs, data }
}

export function recipeTask(job: RecipeJob, { data, seed }: Pick<RecipeTask, 'data' | 'seed'>): RecipeTask {
  const { kind, sizes, epochs, recipe, plausibleAccuracy } = job
  return { ...recipe, sizes, epochs, seed, data, ...(kind === 'accuracy' && { wanted: plausibleAccuracy }) }
}
