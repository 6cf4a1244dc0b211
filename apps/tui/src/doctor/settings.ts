import type { Run } from '../history/run.ts'
import type { TrainSettings } from '../run/settings.ts'

/** The flags of examinations, as the help shows them. */
export const DOCTOR_FLAGS = {
  budget: '--budget <examples>',
  workers: '--workers <n>',
} as const

/** The argument that names a run, as the help shows it. */
export const RUN = '[run]'

/** Choices on an examination. */
export interface DoctorSettings {
  /** The run that is examined. */
  readonly run: TrainSettings
  /** The name of a past run, of its record, a checkpoint, a model or a Spec, if one was given. */
  readonly named: string | undefined
  /** The record of the run that is named, where it has one. */
  readonly record?: Run | undefined
  /** Options that were given, by commander's names. */
  readonly given: ReadonlySet<string>
  /** Folder of the runs, if it is not the usual one. */
  readonly runs: string | undefined
  /** Examples to train on in all, if that is not left to the doctor. */
  readonly budget: number | undefined
  /** Threads; one a core without it. */
  readonly workers: number | undefined
  readonly json: boolean
  /** Lines in place of a bar. */
  readonly plain: boolean
  /** Whether to go on though another program, of which nobody can tell whether it runs, has the ledger. */
  readonly takeOver: boolean
}
