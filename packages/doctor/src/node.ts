/**
 * Examinations on Node: trials on threads that share their data, kept on the disk.
 * @module @gradus/doctor/node
 */

export { ThreadLab, type ThreadLabOptions } from './node/lab.ts'
export { RecordedLab, type RecordedRun } from './node/recorded-lab.ts'
