/**
 * Data of one's own from the disk, on Node.
 * @module @gradus/data/node
 */

export { loadData } from './node/load.ts'
export type { DataPart, ImageSize, LoadDataOptions, LoadedData, LoadProgress } from './node/loaded-data.ts'
