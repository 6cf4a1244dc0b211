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
