import type { Job } from '../jobs.ts'

/** Runtime that a program needs besides the workspace. */
export type Runtime =
  | { readonly kind: 'node' }
  /** The packages in peers/. */
  | { readonly kind: 'npm' }
  | {
      /** Node beside a program of the system's. */
      readonly kind: 'system'
      /** Name in the message if it is missing. */
      readonly name: string
      readonly command: string
      /** Arguments with which it ends well where it is the right one. */
      readonly probe: readonly string[]
      readonly install: string
    }
  | {
      readonly kind: 'python'
      /** Name in the message if it is missing. */
      readonly name: string
      /** Arguments with which an interpreter that has it ends well. */
      readonly probe: readonly string[]
      readonly install: string
    }

/** Folders of the programs' data. */
export interface Place {
  /** Folder of MNIST's four IDX files. */
  readonly data: string
  /** A temporary folder, which has the models to predict by. */
  readonly folder: string
  /** The seed of this round, for jobs whose time depends on it. */
  readonly seed: number
}

export interface Program {
  /** File for the interpreter to run, and its arguments. */
  readonly args: readonly string[]
  /** Number of warm-up entries in its seconds, which do not count. */
  readonly warmUp: number
}

/** One way to do a job, measured in a process of its own. */
export interface Competitor {
  readonly name: string
  readonly title: string
  /** Reason why it is fast, or different. */
  readonly about: string
  /** Gradus itself: the peers are compared with the first of these that takes part. */
  readonly ours: boolean
  readonly runtime: Runtime
  /** undefined: takes no part in this job. */
  program(job: Job, place: Place): Program | undefined
}
