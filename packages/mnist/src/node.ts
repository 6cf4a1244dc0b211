/**
 * MNIST and its kin from the disk, on Node.
 * @module @gradus/mnist/node
 */

export {
  type DataSplits,
  type LoadMnistOptions,
  loadArray,
  loadData,
  loadImages,
  loadLabels,
  loadMnist,
  loadTestData,
  loadTrainData,
  trainSizeOf,
} from './node/load.ts'
export { MissingDataError, UnreadableDataError } from './node/read-bytes.ts'
