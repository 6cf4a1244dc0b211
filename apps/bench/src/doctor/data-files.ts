import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RandomGenerator } from '@gradus/core'
import { loadTrainData } from '@gradus/mnist/node'
import { type Point, pointsOf } from './points.ts'
import type { Data, DataFault } from './set-up.ts'

/** Examples of each part, the images as bytes. */
interface Parts {
  readonly train: readonly Point[]
  readonly validation: readonly Point[]
  /** None of tables. */
  readonly test: readonly Point[]
}

/** First word of the seeds that choose or draw examples. */
const STREAM = 0x7461626c
/** Rows and columns of an image. */
const SIDE = 28
/** Test images that a folder of IDX files wants; nobody looks at them. */
const TEST = 100

/**
 * Writes the data of a run into a folder: IDX files, or tables. The same data and seed give the same bytes.
 * @returns the flags of `gradus train` that say them, but for `--data`
 */
export async function writeData(folder: string, data: Data, seed: number): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const parts = await partsOf(data, seed)
  if (data.shape.kind === 'digits') {
    await writeImages(folder, 'train', [...parts.train, ...parts.validation])
    await writeImages(folder, 't10k', parts.test)
    return ['--train-size', String(parts.train.length), '--no-test']
  }
  await writeTable(join(folder, 'train.csv'), parts.train)
  await writeTable(join(folder, 'validation.csv'), parts.validation)
  return []
}

/** The examples of all parts. Those for validation are the same whatever the number to train on and the fault. */
export async function partsOf({ shape, train, validation, fault }: Data, seed: number): Promise<Parts> {
  const random = new RandomGenerator([STREAM, seed])
  const few = fault && 'few' in fault ? fault.few : undefined
  // More than enough for the others, where some classes are thinned out.
  const wanted = validation + (few ? 3 * train : train)
  const all =
    shape.kind === 'digits' ? await imagesOf(wanted + TEST, random) : pointsOf(shape, wanted, random)
  const parts = {
    train: all.slice(validation, wanted),
    validation: all.slice(0, validation),
    test: all.slice(wanted),
  }
  const isSpare = few ? spareOf(parts.train, few) : []
  const chosen = parts.train.filter((_, i) => !isSpare[i]).slice(0, train)
  return fault ? withFault({ ...parts, train: chosen }, fault, random) : { ...parts, train: chosen }
}

/** Whether an example is of a class that has enough of them. */
function spareOf(
  points: readonly Point[],
  { classes, examples }: { readonly classes: readonly number[]; readonly examples: number },
): boolean[] {
  const seen = new Map<number, number>()
  return points.map(({ label }) => {
    const before = seen.get(label) ?? 0
    seen.set(label, before + 1)
    return classes.includes(label) && before >= examples
  })
}

/** MNIST's training images, read once. */
let mnist: ReturnType<typeof loadTrainData> | undefined

async function imagesOf(count: number, random: RandomGenerator): Promise<Point[]> {
  mnist ??= loadTrainData()
  const all = await mnist
  const order = Uint32Array.from({ length: all.length }, (_, i) => i)
  random.shuffle(order)
  return Array.from(order.subarray(0, count), i => {
    const { pixels, label } = all.at(i)
    return { inputs: pixels, label }
  })
}

function withFault(parts: Parts, fault: DataFault, random: RandomGenerator): Parts {
  const { train, validation, test } = parts
  if ('leaked' in fault)
    return { ...parts, train: [...validation.slice(0, fault.leaked), ...train.slice(fault.leaked)] }
  if ('labels' in fault) return { ...parts, train: withLabels(train, fault.labels, random) }
  if ('inputs' in fault) {
    const { inputs } = fault
    const faint = ({ label, ...point }: Point): Point => ({
      label,
      inputs: point.inputs.map(value => (inputs === 'constant' ? 1 : Math.round(value / inputs.dividedBy))),
    })
    return { train: train.map(faint), validation: validation.map(faint), test: test.map(faint) }
  }
  if ('entry' in fault) {
    const { value, rows } = fault.entry
    const strange = ({ inputs, label }: Point): Point => ({ inputs: inputs.map(() => value), label })
    return { ...parts, train: train.map((point, i) => (i < rows ? strange(point) : point)) }
  }
  return parts
}

function withLabels(
  points: readonly Point[],
  fault: 'shuffled' | 'shifted',
  random: RandomGenerator,
): Point[] {
  const classes = 1 + points.reduce((most, { label }) => Math.max(most, label), 0)
  if (fault === 'shifted')
    return points.map(({ inputs, label }) => ({ inputs, label: (label + 1) % classes }))
  const order = Uint32Array.from(points.keys())
  random.shuffle(order)
  return points.map(({ inputs }, i) => ({ inputs, label: points[order[i] ?? 0]?.label ?? 0 }))
}

async function writeImages(folder: string, part: 'train' | 't10k', points: readonly Point[]): Promise<void> {
  const { length } = points
  const images = Buffer.concat([
    headOf(3, [length, SIDE, SIDE]),
    ...points.map(({ inputs }) => Uint8Array.from(inputs)),
  ])
  const labels = Buffer.concat([headOf(1, [length]), Uint8Array.from(points, ({ label }) => label)])
  await writeFile(join(folder, `${part}-images-idx3-ubyte`), images)
  await writeFile(join(folder, `${part}-labels-idx1-ubyte`), labels)
}

/** The head of an IDX file of bytes. */
function headOf(dimensions: number, sizes: readonly number[]): Uint8Array {
  const head = new Uint8Array(4 + 4 * dimensions)
  const view = new DataView(head.buffer)
  view.setUint16(2, (8 << 8) | dimensions)
  sizes.forEach((size, i) => {
    view.setUint32(4 + 4 * i, size)
  })
  return head
}

async function writeTable(path: string, points: readonly Point[]): Promise<void> {
  const columns = Array.from(points[0]?.inputs ?? [], (_, k) => `x${k}`)
  const rows = points.map(({ inputs, label }) => [
    ...Array.from(inputs, value => value.toPrecision(6)),
    `c${label}`,
  ])
  await writeFile(path, `${[[...columns, 'class'], ...rows].map(row => row.join()).join('\n')}\n`)
}
