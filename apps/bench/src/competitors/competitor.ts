import type { Job } from '../jobs.ts'

/** What a program needs besides the workspace. */
export type Runtime =
  | { readonly kind: 'node' }
  /** The packages in peers/. */
  | { readonly kind: 'npm' }
  | {
      /** Node beside a program of the system's. */
      readonly kind: 'system'
      /** What to call it if it is missing. */
      readonly name: string
      readonly command: string
      /** Arguments with which it ends well where it is the right one. */
      readonly probe: readonly string[]
      readonly install: string
    }
  | {
      readonly kind: 'python'
      /** What to call it if it is missing. */
      readonly name: string
      /** Arguments with which an interpreter that has it ends well. */
      readonly probe: readonly string[]
      readonly install: string
    }

/** Where the programs find their data. */
export interface Place {
  /** Folder of MNIST's four IDX files. */
  readonly data: string
  /** A temporary folder, which has the models to predict by. */
  readonly folder: string
}

export interface Program {
  /** What the interpreter is to run: a file, and its arguments. */
  readonly args: readonly string[]
  /** How many of the seconds that it answers are not to count. */
  readonly warmUp: number
}

/** One way to do a job, measured in a process of its own. */
export interface Competitor {
  readonly name: string
  readonly title: string
  /** What makes it fast, or different. */
  readonly about: string
  /** Gradus itself: the peers are compared with the first of these that takes part. */
  readonly ours: boolean
  readonly runtime: Runtime
  /** undefined: takes no part in this job. */
  program(job: Job, place: Place): Program | undefined
}
