import { ExamplesError, Matrix, OptionError, type SparseExamples } from '@gradus/core'
import type { IdxImages, IdxLabels } from './idx.ts'
import { IdxError } from './idx-error.ts'

/** One example, as the textbook wants it. */
export interface Example {
  /** Pixels / 255, row by row: (rows * cols) x 1. */
  readonly x: Matrix
  /** 1 at the label, 0 elsewhere: classes x 1. */
  readonly y: Matrix
  /** The class that the image shows, counted from 0. */
  readonly label: number
  /** The image's bytes, row by row: a view, not a copy. */
  readonly pixels: Uint8Array
}

/** Options of a data set, besides its images and labels. */
export interface DatasetOptions {
  /** Number of classes, up to 256. By default the largest label + 1. */
  readonly classes?: number | undefined
  /** SHA-256 (hex) of the data, where it is known: checkpoints then refuse other data. */
  readonly hash?: string | undefined
}

/** Data that a data set shares with all its subsets. */
class Source {
  readonly images: IdxImages
  readonly labels: Uint8Array
  readonly classes: number
  readonly hash: string | undefined
  #sparse: SparsePixels | undefined

  constructor(images: IdxImages, labels: Uint8Array, classes: number, hash: string | undefined) {
    this.images = images
    this.labels = labels
    this.classes = classes
    this.hash = hash
  }

  /** Sparse form of all images, made at first use. */
  get sparse(): SparsePixels {
    const [, rows, cols] = this.images.dimensions
    this.#sparse ??= sparsePixels(this.images.data, rows * cols)
    return this.#sparse
  }
}

/**
 * Images with labels. The pixels stay bytes; the sparse form that the engines read is made once, when
 * first asked for, and shared by all subsets.
 * @example
 * ```ts
 * import { loadTestData } from '@gradus/mnist/node'
 *
 * const data = await loadTestData()
 * console.log(data.length, data.inputSize, data.classes) // prints 10000 784 10
 * console.log(data.subset(0, 3).labels) // prints Uint8Array(3) [ 7, 2, 1 ]
 * ```
 */
export class Dataset implements SparseExamples {
  /** Engines read the pixels that are not 0. */
  readonly kind = 'sparse'
  /** Number of images. */
  readonly length: number
  /** Rows of pixels in an image. */
  readonly rows: number
  /** Pixels in a row. */
  readonly cols: number
  /** Number of classes: labels are 0..classes - 1. */
  readonly classes: number
  /** The class of each image. */
  readonly labels: Uint8Array
  /** SHA-256 of the whole data where known; of a subset that, with `:start:end` counted in the whole. */
  readonly hash: string | undefined
  readonly #source: Source
  readonly #start: number

  private constructor(source: Source, start: number, end: number) {
    const [count, rows, cols] = source.images.dimensions
    this.#source = source
    this.#start = start
    this.length = end - start
    this.rows = rows
    this.cols = cols
    this.classes = source.classes
    this.labels = source.labels.subarray(start, end)
    const whole = this.length === count
    this.hash = source.hash === undefined || whole ? source.hash : `${source.hash}:${start}:${end}`
  }

  /**
   * The data set of these images with these labels, both as parseIdx gives them.
   *
   * @throws IdxError if their counts differ, or a label is not below `classes`
   */
  static from(images: IdxImages, labels: IdxLabels, options: DatasetOptions = {}): Dataset {
    const [count] = images.dimensions
    if (labels.dimensions[0] !== count) {
      throw new IdxError({
        ...{ file: labels.file, offset: 4, what: 'the count of labels' },
        expected: `${count}, the count of images in ${images.file}`,
        found: String(labels.dimensions[0]),
        remedy: 'Pass the images and labels of one data set.',
      })
    }
    const classes = options.classes ?? countClasses(labels)
    if (!Number.isInteger(classes) || classes < 1 || classes > 256) {
      throw new OptionError(
        'classes',
        `classes is ${classes}: expected an integer in 1..256. Pass how many there are.`,
      )
    }
    checkLabels(labels, classes)
    return new Dataset(new Source(images, labels.data, classes, options.hash), 0, count)
  }

  /** Pixels an image: rows * cols. */
  get inputSize(): number {
    return this.rows * this.cols
  }

  /** The number of classes, under the name that examples give it. */
  get outputSize(): number {
    return this.classes
  }

  /** length + 1 positions in `indices` and `values`, of each image's first entry and the end. */
  get offsets(): Uint32Array {
    return this.#source.sparse.offsets.subarray(this.#start, this.#start + this.length + 1)
  }

  /** The pixel of each entry, row by row; those of all images, also of a subset. */
  get indices(): Uint16Array {
    return this.#source.sparse.indices
  }

  /** The byte of each entry, 1 .. 255. */
  get values(): Uint8Array {
    return this.#source.sparse.values
  }

  /**
   * Example `i`, counted from 0.
   * @throws OptionError for an index outside the data
   */
  at(i: number): Example {
    const label = this.labels[i]
    if (label === undefined) {
      throw new OptionError(
        'i',
        `i is ${i}: expected an integer in 0..${this.length - 1}. There are ${this.length} examples.`,
      )
    }
    const start = (this.#start + i) * this.inputSize
    const pixels = this.#source.images.data.subarray(start, start + this.inputSize)
    const x = Matrix.column(pixels)
    for (const [p, byte] of pixels.entries()) x.data[p] = byte / 255
    return { x, y: vectorize(label, this.classes), label, pixels }
  }

  /** Examples start .. end - 1, sharing the bytes. @throws OptionError unless 0 <= start < end <= length */
  subset(start: number, end: number): Dataset {
    if (!Number.isInteger(start) || start < 0 || start >= this.length) {
      throw new OptionError('start', `start is ${start}: expected an integer in 0..${this.length - 1}.`)
    }
    if (!Number.isInteger(end) || end <= start || end > this.length) {
      throw new OptionError('end', `end is ${end}: expected an integer in ${start + 1}..${this.length}.`)
    }
    return new Dataset(this.#source, this.#start + start, this.#start + end)
  }

  /**
   * Consecutive parts of these sizes, from the first example on; what is left over belongs to no part.
   *
   * @throws OptionError if a size is no positive integer
   * @throws ExamplesError if there are fewer examples than the sizes add up to
   */
  split(size: number): [Dataset]
  split(first: number, second: number): [Dataset, Dataset]
  split(first: number, second: number, third: number): [Dataset, Dataset, Dataset]
  split(...sizes: number[]): Dataset[]
  split(...sizes: number[]): Dataset[] {
    for (const size of sizes) {
      if (!Number.isInteger(size) || size < 1) {
        throw new OptionError('sizes', `${size} is no size of a part: expected a positive integer.`)
      }
    }
    const total = sizes.reduce((sum, size) => sum + size, 0)
    if (total > this.length) {
      throw new ExamplesError(
        `The parts ${sizes.join(' + ')} = ${total} are too many: expected at most ${this.length}, as many as there are examples. Make a part smaller.`,
      )
    }
    let end = 0
    return sizes.map(size => {
      end += size
      return this.subset(end - size, end)
    })
  }

  /** The textbook's pairs, one after the other. */
  *[Symbol.iterator](): Generator<readonly [x: Matrix, y: Matrix], void, undefined> {
    for (let i = 0; i < this.length; i++) {
      const { x, y } = this.at(i)
      yield [x, y]
    }
  }
}

/** The largest label + 1. */
export function countClasses(labels: IdxLabels): number {
  return labels.data.reduce((max, label) => Math.max(max, label), 0) + 1
}

function checkLabels(labels: IdxLabels, classes: number): void {
  const wrong = labels.data.findIndex(label => label >= classes)
  if (wrong < 0) return
  throw new IdxError({
    ...{ file: labels.file, offset: 8 + wrong, what: `label ${wrong}` },
    expected: `0..${classes - 1}`,
    found: String(labels.data[wrong]),
    remedy: 'Pass the right number of classes, or get the file again.',
  })
}

/**
 * The one-hot column vector (classes x 1) of a label: 1 at the label, 0 elsewhere.
 *
 * @throws OptionError if the label is no integer in 0..classes - 1
 */
export function vectorize(label: number, classes = 10): Matrix {
  if (!Number.isInteger(classes) || classes < 1 || classes > 256) {
    throw new OptionError(
      'classes',
      `classes is ${classes}: expected an integer in 1..256. Pass how many there are.`,
    )
  }
  if (!Number.isInteger(label) || label < 0 || label >= classes) {
    throw new OptionError(
      'label',
      `label is ${label}: expected an integer in 0..${classes - 1}. Pass the number of classes as well if there are more.`,
    )
  }
  const y = new Matrix(classes, 1)
  y.data[label] = 1
  return y
}

/**
 * Images as their non-zero pixels: entry e of image i, offsets[i] <= e < offsets[i + 1], is pixel indices[e]
 * with byte values[e].
 */
interface SparsePixels {
  readonly offsets: Uint32Array
  readonly indices: Uint16Array
  readonly values: Uint8Array
}

/**
 * The non-zero pixels of images of `size` bytes each, in ascending order within an image. Two passes,
 * one that counts and one that fills, so that no more memory is taken than the result needs. Both read
 * four bytes at a time and avoid branches, which would be mispredicted at every edge of a stroke.
 */
export function sparsePixels(data: Uint8Array, size: number): SparsePixels {
  const count = data.length / size
  const words = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const offsets = new Uint32Array(count + 1)
  let total = 0
  for (let i = 0; i < count; i++) {
    total += countInk(words, i * size, size)
    offsets[i + 1] = total
  }
  // One entry to spare: `copyInk` writes before it knows whether the pixel counts.
  const indices = new Uint16Array(total + 1)
  const values = new Uint8Array(total + 1)
  let entry = 0
  for (let i = 0; i < count; i++) entry = copyInk(words, i * size, size, indices, values, entry)
  return { offsets, indices: indices.subarray(0, total), values: values.subarray(0, total) }
}

function countInk(words: DataView, start: number, size: number): number {
  const end = start + size
  let inked = 0
  let i = start
  for (; i + 4 <= end; i += 4) {
    const word = words.getInt32(i)
    // The top bit of each byte that is not zero, moved to its lowest bit; the product sums the four.
    const nonZero = ((((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) >>> 7) & 0x01010101
    inked += Math.imul(nonZero, 0x01010101) >>> 24
  }
  for (; i < end; i++) inked += (words.getUint8(i) + 255) >> 8
  return inked
}

/** Appends the image's non-zero pixels from `entry` on; returns where the next image's begin. */
function copyInk(
  words: DataView,
  start: number,
  size: number,
  indices: Uint16Array,
  values: Uint8Array,
  entry: number,
): number {
  let next = entry
  for (let word = 0; word < size; word += 4) {
    const end = Math.min(word + 4, size)
    if (end === word + 4 && words.getInt32(start + word) === 0) continue
    for (let pixel = word; pixel < end; pixel++) {
      const value = words.getUint8(start + pixel)
      indices[next] = pixel
      values[next] = value
      next += (value + 255) >> 8
    }
  }
  return next
}
