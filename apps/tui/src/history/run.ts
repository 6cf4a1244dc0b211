import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { EngineName, EpochRecord, NetworkNames, Spec } from '@gradus/core'
import { type ProcessIdentity, type ProcessState, stateOfProcess } from '@gradus/core/node'
import type { RunFigures } from '../run/figures.ts'
import type { Verdict } from '../run/verdict.ts'

/** Record of a training run, kept from its start on. */
export interface Run extends NetworkNames {
  /** Id such as `20261124-003912-a1b2`: the UTC time of its start, and four random digits. */
  readonly id: string
  /** ISO 8601. */
  readonly started: string
  /** Process that runs it. */
  readonly process: ProcessIdentity
  /** Its changes of eta are all that were made, in order. */
  readonly spec: Spec
  readonly engine: EngineName
  /** Absolute path of the data; the embedded MNIST, or what GRADUS_DATA names, without it. */
  readonly folder?: string | undefined
  /** Number of times that it began anew with its initial weights; earlier epochs are not kept. */
  readonly rewinds: number
  /** Absolute path of the checkpoint that it went on from. */
  readonly resumedFrom?: string | undefined
  /** Absolute path of the model, if one was asked for. */
  readonly out?: string | undefined
  /** Absolute paths of what is on the disk. */
  readonly model?: string | undefined
  readonly checkpoint?: string | undefined
  /** Epochs complete, and examples trained on of the one after. */
  readonly epoch: number
  readonly position: number
  /** Seconds of work of the whole run, evaluations included. */
  readonly seconds: number
  readonly result: RunResult
  /** The profile of its data, and its first and last statistics, of a run that has ended; older records have none. */
  readonly figures?: RunFigures | undefined
  readonly history: readonly EpochRecord[]
}

/** Ends that a run's file can state. A run that was killed stays `running` there. */
export const STATUSES = ['running', 'done', 'aborted', 'diverged', 'failed'] as const

export interface RunResult {
  readonly status: (typeof STATUSES)[number]
  /** Why it diverged or failed. */
  readonly reason?: string | undefined
  /** Why the model was not saved, or not where it was asked for. */
  readonly problem?: string | undefined
  /** The verdict on it; records of runs before there was one have none. */
  readonly verdict?: Verdict | undefined
  /** Hash of the weights, as `Network.sha256` gives it. */
  readonly sha256?: string | undefined
  /** Trained on per second of training. */
  readonly examplesPerSecond?: number | undefined
}

/** The time to the second, and four random hexadecimal digits. */
export const ID_PATTERN = /^\d{8}-\d{6}-[0-9a-f]{4}$/

/**
 * A new id for a run that starts now, such as `20261124-003912-a1b2`: UTC, so that ids are in the order of
 * time.
 */
export function newRunId(now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T')
  const digits = (text: string): string => text.replaceAll(/\D/g, '')
  return `${digits(date)}-${digits(time.slice(0, 8))}-${randomBytes(2).toString('hex')}`
}

/** Status of a run: the one in its file, except for runs that were killed. */
export type Standing = RunResult['status'] | 'interrupted'

/**
 * A run that its file has as running was interrupted if its process has ended, as far as can be told from
 * here.
 */
export function standingOf(run: Run): Standing {
  const { status } = run.result
  return status === 'running' && stateOf(run) === 'ended' ? 'interrupted' : status
}

/** Whether a run is known to go on. */
export function isRunning(run: Run): boolean {
  return run.result.status === 'running' && stateOf(run) === 'running'
}

function stateOf({ process, started }: Run): ProcessState {
  return stateOfProcess(process, started)
}

/** Path of a run's file in the folder. */
export function pathOfRun(folder: string, id: string): string {
  return join(folder, `${id}.json`)
}

/** The format that a run's file names. */
export const FORMAT = 'gradus-run'
/** Its version changes when older programs could not read the file any more. */
export const VERSION = 2

/** The text of a run's file: JSON on one line. */
export function formatRun(run: Run): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...run })}\n`
}
