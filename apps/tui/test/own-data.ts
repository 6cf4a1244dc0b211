import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { RandomGenerator } from '@gradus/core'
import type { Dataset } from '@gradus/mnist'
import { loadMnist } from '@gradus/mnist/node'
import { encode } from 'fast-png'
import { zipSync } from 'fflate'

/** Fashion-MNIST, of Debian's package dataset-fashion-mnist. */
const FASHION = '/usr/share/datasets/fashion-mnist'

export const GARMENTS = [
  ...['T-shirt', 'trouser', 'pullover', 'dress', 'coat'],
  ...['sandal', 'shirt', 'sneaker', 'bag', 'ankle boot'],
] as const

/** Fashion-MNIST as people keep pictures: a folder a class in `train` and `test`. */
export async function writeGarments(folder: string, train: number, test: number): Promise<void> {
  const data = await loadMnist({ dir: FASHION, trainSize: train }).catch((cause: unknown) => {
    throw new Error(
      'Fashion-MNIST is missing: expected it at its place. Run `apt install dataset-fashion-mnist`.',
      { cause },
    )
  })
  for (const name of GARMENTS) {
    for (const part of ['train', 'test']) await mkdir(join(folder, part, name), { recursive: true })
  }
  await writePictures(join(folder, 'train'), data.train.subset(0, train))
  await writePictures(join(folder, 'test'), data.test.subset(0, test))
}

async function writePictures(folder: string, data: Dataset): Promise<void> {
  const { rows, cols } = data
  for (let i = 0; i < data.length; i++) {
    const { label, pixels } = data.at(i)
    const file = join(folder, GARMENTS[label] ?? '', `${String(i).padStart(5, '0')}.png`)
    await writeFile(file, encode({ width: cols, height: rows, data: pixels, channels: 1 }))
  }
}

const KINDS = [
  { kind: 'setosa', petal: 1.5, width: 0.25, colours: ['violet', 'blue'] },
  { kind: 'versicolor', petal: 4.3, width: 1.3, colours: ['violet', 'white'] },
  { kind: 'virginica', petal: 5.6, width: 2, colours: ['blue', 'white'] },
] as const

/** A table of flowers with three columns of numbers, one of categories, and their kind. */
export function flowersCsv(rows: number): string {
  const rng = new RandomGenerator(7)
  const near = (mean: number, spread: number): string => (mean + spread * rng.standardNormal()).toFixed(2)
  const lines = Array.from({ length: rows }, (_, i) => {
    const { kind, petal, width, colours } = KINDS[i % 3] ?? KINDS[0]
    return [near(petal, 0.3), near(width, 0.06), near(5.8, 0.7), colours[rng.interval(1)], kind].join(',')
  })
  return ['petal length,petal width,sepal length,colour,kind', ...lines, ''].join('\n')
}

/** Images in Kaggle's form: a row each, the label first. */
export function kaggleCsv(data: Dataset): string {
  const header = ['label', ...Array.from({ length: data.inputSize }, (_, p) => `pixel${p}`)].join(',')
  const rows = Array.from({ length: data.length }, (_, i) => {
    const { label, pixels } = data.at(i)
    return [label, ...pixels].join(',')
  })
  return [header, ...rows, ''].join('\n')
}

/** Arrays as Keras keeps MNIST: x_train, y_train, x_test and y_test. */
export function keras(train: Dataset, test: Dataset): Uint8Array {
  const arrays = (name: string, data: Dataset): [string, Uint8Array][] => [
    [`x_${name}.npy`, npy([data.length, data.rows, data.cols], bytesOf(data))],
    [`y_${name}.npy`, npy([data.length], data.labels)],
  ]
  return zipSync(Object.fromEntries([...arrays('train', train), ...arrays('test', test)]))
}

/** An array of bytes as NumPy saves it: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
function npy(shape: readonly number[], data: Uint8Array): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${sizes}), }`
  const header = new TextEncoder().encode(`${text.padEnd(117)}\n`)
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, 118, 0, ...header, ...data])
}

const LETTERS = 'ABCDEFGHIJ'

/** Digits under the names of letters in EMNIST's form: gzipped IDX, labels from 1, pixels column by column. */
export async function writeLetters(folder: string, train: Dataset, test: Dataset): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [part, data] of [
    ['train', train],
    ['test', test],
  ] as const) {
    const { length, rows, cols } = data
    const labels = data.labels.map(label => label + 1)
    const files = { images: idx([length, cols, rows], transposed(data)), labels: idx([length], labels) }
    await writeFile(join(folder, `emnist-letters-${part}-images-idx3-ubyte.gz`), gzipSync(files.images))
    await writeFile(join(folder, `emnist-letters-${part}-labels-idx1-ubyte.gz`), gzipSync(files.labels))
  }
  const mapping = Array.from(LETTERS, (letter, k) => {
    return `${k + 1} ${letter.charCodeAt(0)} ${letter.toLowerCase().charCodeAt(0)}\n`
  })
  await writeFile(join(folder, 'emnist-letters-mapping.txt'), mapping.join(''))
}

function transposed(data: Dataset): Uint8Array {
  const { rows, cols, inputSize } = data
  const bytes = bytesOf(data)
  return bytes.map((_, i) => {
    const [image, p] = [i - (i % inputSize), i % inputSize]
    return bytes[image + (p % rows) * cols + Math.floor(p / rows)] ?? 0
  })
}

/** An IDX file of bytes. */
function idx(dimensions: readonly number[], data: Uint8Array): Uint8Array {
  const head = new Uint8Array(4 + 4 * dimensions.length)
  const view = new DataView(head.buffer)
  view.setUint32(0, 0x0800 + dimensions.length)
  dimensions.forEach((size, d) => {
    view.setUint32(4 + 4 * d, size)
  })
  return Buffer.concat([head, data])
}

/** The pixels of all images. */
function bytesOf(data: Dataset): Uint8Array {
  return Buffer.concat(Array.from({ length: data.length }, (_, i) => data.at(i).pixels))
}
