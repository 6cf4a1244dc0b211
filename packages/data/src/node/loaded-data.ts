import type { DenseExamples, NetworkNames, PictureForm, SplitShares } from '@gradus/core'
import type { Dataset } from '@gradus/mnist'
import type { OriginOf } from '../part-names.ts'

/** Data of any source, in their parts, with all that a model needs to take more of the kind. */
export interface LoadedData extends NetworkNames {
  /** Kind of the source. */
  readonly source: 'idx' | 'pictures' | 'table' | 'arrays'
  /** Absolute path of the source; undefined for the embedded MNIST. */
  readonly path: string | undefined
  /** Examples to train on. */
  readonly train: DataPart
  /** Examples to choose hyper-parameters by; undefined where there are none. */
  readonly validation: DataPart | undefined
  /** Examples to judge the trained network by; undefined where there are none. */
  readonly test: DataPart | undefined
  /** Choices that were made for the data, a sentence each, to be said before training. */
  readonly notes: readonly string[]
  /**
   * The origin of example i of a part, both counted from 0: the file of a picture (`cat/17.png`), the line of a
   * table (`line 18`), or the place in an array or an IDX file (`x_train[17]`).
   */
  readonly originOf?: OriginOf | undefined
}

/** A part of the data: images as bytes, or rows as numbers. */
export type DataPart = Dataset | DenseExamples

/** Size of an image. */
export interface ImageSize {
  /** Rows of pixels. */
  readonly rows: number
  /** Pixels in a row. */
  readonly cols: number
}

/** The names of a model, and the sizes of its network where they are known. */
export interface LikeModel extends NetworkNames {
  /** Sizes of the layers: the last is the number of classes. */
  readonly sizes?: readonly number[] | undefined
}

/** Options of `loadData`. Those that the source does not need are refused, unless a model gives them. */
export interface LoadDataOptions {
  /** The names of a model: its data are made as it takes them, and in the order of its classes. */
  readonly like?: LikeModel | undefined
  /** Examples to train on, from the first of a training file; the rest are for validation. */
  readonly trainSize?: number | undefined
  /** Shares in which one set of data, or a training set without one for validation, is split. */
  readonly split?: SplitShares | undefined
  /** Rows and columns of an image; 28 x 28 by default, or the size that all pictures have. */
  readonly imageSize?: ImageSize | undefined
  /** The way from a picture to an image; by default judged from the pictures. */
  readonly form?: PictureForm | undefined
  /** Whether files of images list the pixels column by column, as EMNIST's do. */
  readonly transpose?: boolean | undefined
  /** Name of the column with the labels. */
  readonly label?: string | undefined
  /** Whether missing values of a table are filled; refused without it. */
  readonly fill?: boolean | undefined
  /** Names of the classes, one a label in ascending order, where the data have none. */
  readonly classes?: readonly string[] | undefined
  /** Folder in which decoded pictures are kept, by the hash of their contents; false for none. */
  readonly cache?: string | false | undefined
  /** Told now and then of what is done. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined
  /** Stops the loading. */
  readonly signal?: AbortSignal | undefined
}

/** Progress of the loading. */
export interface LoadProgress {
  /** Files or bytes that are done. */
  readonly done: number
  /** Files or bytes in all. */
  readonly total: number
  /** Unit of both. */
  readonly unit: 'files' | 'bytes'
}
