export type { EngineChoice } from './engine/create.ts'
export type { EngineName, Precision } from './engine/engine.ts'
export {
  ExamplesError,
  GradusError,
  type GradusErrorCode,
  MemoryError,
  OptionError,
  SeedError,
  ShapeError,
} from './errors.ts'
export {
  answerOf,
  checkExamples,
  type DenseExamples,
  denseExamples,
  type Examples,
  type Pair,
  pairOf,
  type SparseExamples,
} from './examples.ts'
export { exp } from './math/exp.ts'
export { log1p } from './math/log1p.ts'
export { Matrix } from './math/matrix.ts'
export { add, argmax, hadamard, matmul, outer, scale, subtract, transpose } from './math/operations.ts'
export { sigmoid, sigmoidPrime } from './math/sigmoid.ts'
export type { Checkpoint } from './model/checkpoint.ts'
export { formatCheckpoint, parseCheckpoint } from './model/checkpoint-file.ts'
export type { ModelMetadata } from './model/metadata.ts'
export { formatModel, parseModel } from './model/model-file.ts'
export { ModelFileError, type ModelFileRule } from './model/model-file-error.ts'
export { type Gradient, Network, type NetworkOptions } from './network.ts'
export { type Inputs, Predictor, type PredictorOptions } from './predictor.ts'
export { type GeneratorState, RandomGenerator } from './random/random-generator.ts'
export { type Seed, SeedSequence } from './random/seed-sequence.ts'
export { SgdController } from './sgd/controller.ts'
export { DivergenceError } from './sgd/divergence.ts'
export type { EpochRecord, Evaluation } from './sgd/epoch-record.ts'
export type {
  CheckpointEvent,
  EpochEvent,
  FinishedEvent,
  ProgressEvent,
  SgdEvent,
  StartedEvent,
  StatisticsEvent,
} from './sgd/events.ts'
export type { SgdOptions } from './sgd/options.ts'
export type { EtaChange, Progress, TrainingOptions } from './sgd/progress.ts'
export { sgd } from './sgd/sgd.ts'
export type { LayerStatistics, Statistics } from './sgd/statistics.ts'
