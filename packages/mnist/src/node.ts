export {
  type DataSplits,
  type LoadMnistOptions,
  loadData,
  loadImages,
  loadLabels,
  loadMnist,
  loadTestData,
  loadTrainData,
} from './node/load.ts'
export { MissingDataError } from './node/missing-data-error.ts'
export { UnreadableDataError } from './node/unreadable-data-error.ts'
