/**
 * Studies on Node: kept on the disk, and trained on threads that share their data.
 * @module @gradus/study/node
 */

export { Crew, type CrewOptions, type Task, type TaskOptions, ThreadError } from './node/crew.ts'
export { type Ending, readOutcome, Store } from './node/store.ts'
export { type RunOnThreadsOptions, runOnThreads } from './node/threads.ts'
