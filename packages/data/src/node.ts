/**
 * Data of one's own from the disk, on Node.
 * @module @gradus/data/node
 */

export { DataFileError, type DataFileErrorDetails } from './node/data-file-error.ts'
export { loadData, readRows } from './node/load.ts'
export type {
  DataPart,
  ImageSize,
  LikeModel,
  LoadDataOptions,
  LoadedData,
  LoadProgress,
} from './node/loaded-data.ts'
export { type PlainExamples, SharedData } from './node/shared-data.ts'
export { TableError, type TableErrorDetails } from './node/table-error.ts'
export type { TableRow } from './node/table-rows.ts'
