/**
 * Studies on Node: kept on the disk, and trained on threads that share their data.
 * @module @gradus/study/node
 */

export type { StudyEvent } from './events.ts'
export { Crew, type CrewOptions, type Task, type TaskOptions, ThreadError } from './node/crew.ts'
export { Store, type StudyRecord } from './node/store.ts'
export { type Ending, readOutcome, readPlan } from './node/study-file.ts'
export { type RunOnThreadsOptions, runOnThreads } from './node/threads.ts'
