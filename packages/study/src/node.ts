/**
 * Studies on Node: kept on the disk, and trained on threads that share their data.
 * @module @gradus/study/node
 */

export type { StudyEvent } from './events.ts'
export { Crew, type CrewOptions, checkThreads } from './node/crew.ts'
export { type TaskOptions, ThreadError } from './node/crew-thread.ts'
export { Store } from './node/store.ts'
export { type Ending, readOutcome, readPlan, type StudyRecord } from './node/study-file.ts'
export type { Task } from './node/study-thread.ts'
export { type RunOnThreadsOptions, runOnThreads } from './node/threads.ts'
