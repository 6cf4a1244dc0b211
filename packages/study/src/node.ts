/**
 * Studies on Node: kept on the disk, and trained on threads that share their data.
 * @module @gradus/study/node
 */

export type { StudyEvent } from './events.ts'
export { Crew, type Task, type TaskOptions, ThreadError } from './node/crew.ts'
export { serveTasks, type Work } from './node/pool-thread.ts'
export type { DeathOf, PoolTaskOptions } from './node/pooled-thread.ts'
export { Store } from './node/store.ts'
export { type Ending, readOutcome, readPlan, type StudyRecord } from './node/study-file.ts'
export { type CrewOptions, checkThreads, ThreadPool } from './node/thread-pool.ts'
export { type RunOnThreadsOptions, runOnThreads } from './node/threads.ts'
