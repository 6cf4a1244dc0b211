import { type DenseExamples, denseExamples, type Pair, RandomGenerator } from '@gradus/core'
import { Dataset, parseIdx } from '@gradus/mnist'

export interface Data {
  readonly train: Dataset
  readonly test: Dataset
}

/** Puts four IDX files into one: before each stands its length, in 4 bytes, little-endian. */
export function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0))
  const view = new DataView(joined.buffer)
  let offset = 0
  for (const part of parts) {
    view.setUint32(offset, part.length, true)
    joined.set(part, offset + 4)
    offset += 4 + part.length
  }
  return joined
}

function splitParts(joined: Uint8Array): Uint8Array[] {
  const view = new DataView(joined.buffer, joined.byteOffset, joined.byteLength)
  const parts: Uint8Array[] = []
  for (let offset = 0; offset < joined.length; ) {
    const end = offset + 4 + view.getUint32(offset, true)
    parts.push(joined.subarray(offset + 4, end))
    offset = end
  }
  return parts
}

/** Training and test data out of their images and labels, in this order; the parts may be gzipped. */
export async function readData(joined: Uint8Array): Promise<Data> {
  const [images, labels, testImages, testLabels] = splitParts(joined)
  return { train: await dataset(images, labels), test: await dataset(testImages, testLabels) }
}

const NOTHING: Uint8Array = new Uint8Array()

async function dataset(imageFile = NOTHING, labelFile = NOTHING): Promise<Dataset> {
  const [images, labels] = [await parseIdx(imageFile), await parseIdx(labelFile)]
  if (images.kind !== 'images' || labels.kind !== 'labels') throw new Error('The parts are in another order.')
  return Dataset.from(images, labels, { classes: 10 })
}

/** Normal inputs; the wanted outputs lie within 0 .. 1, most of them neither 0 nor 1. */
export function normalPairs(length: number, inputs: number, outputs: number): DenseExamples {
  const rng = new RandomGenerator(7)
  const normals = (count: number): number[] => Array.from({ length: count }, () => rng.standardNormal())
  const pairs = Array.from({ length }, (): Pair => {
    const y = normals(outputs).map(value => Math.min(1, Math.max(0, value + 0.5)))
    return [normals(inputs), y]
  })
  return denseExamples(pairs)
}
