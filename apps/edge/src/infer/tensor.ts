import * as v from 'valibot'
import { MAX_IMAGES } from '../limits.ts'
import { SIDE } from '../predict/images.ts'
import { badValue } from '../problem/problem.ts'

/** Name of the only input tensor. */
export const INPUT = 'image'

export const DATATYPES = ['FP64', 'FP32', 'UINT8'] as const
type Datatype = (typeof DATATYPES)[number]

/** Greatest value of each: what full ink is. */
const FULL: Readonly<Record<Datatype, number>> = { FP64: 1, FP32: 1, UINT8: 255 }

export const tensorSchema = v.object({
  name: v.literal(INPUT),
  shape: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.minLength(2), v.maxLength(4)),
  datatype: v.picklist(DATATYPES),
  data: v.array(v.unknown()),
})

export type InputTensor = v.InferOutput<typeof tensorSchema>

/** The shapes that a tensor of these inputs may have, without the number of images. */
function imageShapes(inputSize: number): number[][] {
  const flat = [inputSize]
  return inputSize === SIDE ** 2 ? [flat, [SIDE, SIDE], [1, SIDE, SIDE]] : [flat]
}

/**
 * The inputs of a tensor, a row an image, 0 .. 1: flat data, or nested as the shape says.
 * @param pointer where the tensor stands. @throws Problem naming what is wrong
 */
export function readTensor(tensor: InputTensor, inputSize: number, pointer: string): Float64Array[] {
  const { shape, datatype, data } = tensor
  const [count = 0, ...imageShape] = shape
  const shapes = imageShapes(inputSize)
  if (count > MAX_IMAGES || !shapes.some(each => each.join() === imageShape.join())) {
    const expected = shapes.map(each => `[n, ${each.join(', ')}]`).join(', ')
    throw badValue(`${pointer}/shape`, `expected one of ${expected} with n = 1 .. ${MAX_IMAGES}.`)
  }
  const values = new Float64Array(count * inputSize)
  const isNested = Array.isArray(data[0])
  fill({ values, datatype, at: 0 }, data, isNested ? shape : [values.length], `${pointer}/data`)
  return Array.from({ length: count }, (_, i) => values.subarray(i * inputSize, (i + 1) * inputSize))
}

interface Filling {
  readonly values: Float64Array
  readonly datatype: Datatype
  at: number
}

/** Takes the numbers of nested lists, of the lengths that the shape says, level by level. */
function fill(
  filling: Filling,
  list: unknown,
  [length = 0, ...rest]: readonly number[],
  pointer: string,
): void {
  if (!Array.isArray(list) || list.length !== length) throw badValue(pointer, `expected a list of ${length}.`)
  for (const [i, entry] of list.entries()) {
    if (rest.length > 0) fill(filling, entry, rest, `${pointer}/${i}`)
    else filling.values[filling.at++] = inputOf(entry, filling.datatype, `${pointer}/${i}`)
  }
}

function inputOf(entry: unknown, datatype: Datatype, pointer: string): number {
  const full = FULL[datatype]
  const isKind = datatype !== 'UINT8' || Number.isInteger(entry)
  if (typeof entry !== 'number' || !isKind || !(entry >= 0 && entry <= full)) {
    const kind = datatype === 'UINT8' ? 'a whole number' : 'a number'
    throw badValue(pointer, `expected ${kind}, 0 .. ${full}, as ${datatype} has.`)
  }
  return datatype === 'FP32' ? Math.fround(entry) : entry / full
}
