/**
 * Studies on Node: kept on the disk.
 * @module @gradus/study/node
 */

export { type Ending, readOutcome, Store } from './node/store.ts'
