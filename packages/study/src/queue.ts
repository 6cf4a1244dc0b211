/**
 * Studies on a queue, whose trials are trained on any machines. Needs the packages `bullmq`, and `ioredis` for Redis
 * and Valkey or `pg` for PostgreSQL.
 * @module @gradus/study/queue
 */

export { type Address, readAddress, type ServerKind } from './queue/address.ts'
export { type RunOnQueueOptions, runOnQueue } from './queue/coordinator.ts'
export { QUEUE_TIMES, type QueueTimes } from './queue/link.ts'
export { type RunWorkerOptions, runWorker } from './queue/worker.ts'
export type {
  DeliveredEvent,
  FailedEvent,
  IdleEvent,
  RefusedEvent,
  ReturnedEvent,
  ServedEvent,
  ServingEvent,
  WorkerBegunEvent,
  WorkerEpochEvent,
  WorkerEvent,
} from './queue/worker-event.ts'
