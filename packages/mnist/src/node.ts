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
export { MissingDataError, UnreadableDataError } from './node/read-bytes.ts'
