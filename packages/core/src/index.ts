/**
 * The textbook neural network: matrices, NumPy's random numbers, `Network`, `sgd` and model files. The
 * equations are those of M. Nielsen, "Neural Networks and Deep Learning", Determination Press, 2015,
 * http://neuralnetworksanddeeplearning.com
 * @module @gradus/core
 */

export {
  ACTIVATIONS,
  type ActivationName,
  type Architecture,
  type HiddenActivation,
  OUTPUTS,
  type OutputActivation,
} from './activation.ts'
export { AUGMENT_PARTS, type Augment } from './augment.ts'
export type { Dropout, Occasion } from './chance.ts'
export {
  type ClassCounts,
  type ClassFigures,
  type ConfusedPair,
  type Confusion,
  type Confusions,
  ConfusionTally,
  classFigures,
  confusionMatrix,
  excessOf,
  type Misclassified,
  neverPredicted,
  sumOf,
} from './confusion.ts'
export { COSTS, type Cost, type CostName, costNamed } from './cost.ts'
export type { EngineChoice } from './engine/choice.ts'
export type { EngineName, Precision } from './engine/engine.ts'
export { PRECISIONS } from './engine/precision.ts'
export { augmentedImage } from './engine/reference/input-list.ts'
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
  type Examples,
  pairOf,
  type SparseExamples,
} from './examples.ts'
export { formatCheckpoint, parseCheckpoint } from './files/checkpoint-file.ts'
export type {
  Accuracy,
  ModelMetadata,
  NetworkFacts,
  NetworkNames,
  OlderOptions,
} from './files/metadata.ts'
export { formatModel, parseModel, type SavedModel } from './files/model-file.ts'
export { ModelFileError, type ModelFileRule } from './files/model-file-error.ts'
export {
  type Column,
  type GreyImage,
  PICTURE_FORMS,
  type PictureForm,
  type Preprocessing,
  type SplitShares,
  type Standard,
  type Table,
} from './files/preprocessing.ts'
export { INITIALISERS, type InitialiserName } from './initialise.ts'
export { exp, sigmoid, sigmoidPrime } from './math/exp.ts'
export { log, log1p } from './math/log.ts'
export { Matrix } from './math/matrix.ts'
export { add, argmax, hadamard, matmul, outer, scale, subtract, transpose } from './math/operations.ts'
export { tanh } from './math/tanh.ts'
export { cos, sin } from './math/trigonometry.ts'
export { type Gradient, Network, type NetworkOptions } from './network.ts'
export {
  type Adam,
  type Decay,
  Descent,
  type GivenOptimiser,
  type GradientStep,
  type Momentum,
  OPTIMISERS,
  type Optimiser,
  type OptimiserName,
  type OptimiserState,
  type Parameters as LayerParameters,
  type PlainSgd,
} from './optimiser.ts'
export { denseExamples, type Numbers, oneHot, type Pair } from './pairs.ts'
export { type Inputs, Predictor, type PredictorOptions } from './predictor.ts'
export {
  type GeneratorState,
  type PcgState,
  RandomGenerator,
  type Shuffler,
} from './random/random-generator.ts'
export { type Seed, SeedSequence } from './random/seed-sequence.ts'
export { RECIPES, type Recipe, type RecipeName } from './recipe.ts'
export {
  type GivenSchedule,
  type JudgedEpoch,
  type PlainSchedule,
  SCHEDULES,
  type Schedule,
  type ScheduleName,
  type StepSchedule,
} from './schedule.ts'
export {
  checkSpec,
  completeSpec,
  diffSpecs,
  type EtaChange,
  etaAt,
  type GivenSpec,
  type Hyperparameters,
  hyperparametersOf,
  type NetworkFields,
  type Place,
  passedChanges,
  readSpec,
  SPEC_DEFAULTS,
  type Spec,
  type SpecData,
  type SpecDifference,
  seedOf,
  seedText,
} from './spec.ts'
export { examplesAt, type Parts, type SplitOptions, splitExamples } from './split.ts'
export { SgdController } from './training/controller.ts'
export type {
  CheckpointEvent,
  Clocks,
  EpochEvent,
  EtaEvent,
  FinishedEvent,
  ProgressEvent,
  SgdEvent,
  StartedEvent,
  StatisticsEvent,
} from './training/events.ts'
export { DivergenceError, recordOf } from './training/events.ts'
export { checkOptions as checkSgdOptions, networkOf, type SgdOptions, specOf } from './training/options.ts'
export type {
  BestEpoch,
  Checkpoint,
  EpochRecord,
  Evaluation,
  Progress,
} from './training/progress.ts'
export { sgd } from './training/sgd.ts'
export type { LayerStatistics, Statistics } from './training/statistics.ts'
export type { GivenWays, Stop, Ways } from './ways.ts'
