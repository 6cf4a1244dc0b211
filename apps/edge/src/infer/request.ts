import * as v from 'valibot'
import { MAX_IMAGES } from '../http/limits.ts'
import type { Sliced } from '../http/work.ts'
import { SIDE } from '../predict/images.ts'
import { badValue } from '../problem/problem.ts'

/** Name of the only input tensor. */
export const INPUT = 'image'

export const DATATYPES = ['FP64', 'FP32', 'UINT8'] as const
type Datatype = (typeof DATATYPES)[number]

/** The value of full ink for each datatype. */
const FULL: Readonly<Record<Datatype, number>> = { FP64: 1, FP32: 1, UINT8: 255 }

const tensorSchema = v.object({
  name: v.literal(INPUT),
  parameters: v.nullish(v.looseObject({ binary_data_size: v.nullish(v.never()) })),
  shape: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.minLength(2), v.maxLength(4)),
  datatype: v.picklist(DATATYPES),
  // Its entries are looked at once, by readTensor.
  data: v.custom<readonly unknown[]>(Array.isArray),
})

type InputTensor = v.InferOutput<typeof tensorSchema>

/** The shapes that a tensor of these inputs may have, without the number of images. */
function imageShapes(inputSize: number): number[][] {
  const flat = [inputSize]
  return inputSize === SIDE ** 2 ? [flat, [SIDE, SIDE], [1, SIDE, SIDE]] : [flat]
}

/** Work for each value, as slices count it: they are read in one go. */
const VALUE_WORK = 6

/**
 * The inputs of a tensor, one row for each image, 0 .. 1. Its data are flat, or nested as the shape says.
 * @param pointer JSON pointer of the tensor.
 * @param allot gets the bytes of the inputs before they are allocated; may throw
 * @throws Problem naming the fault
 */
export function* readTensor(
  tensor: InputTensor,
  inputSize: number,
  pointer: string,
  allot: (bytes: number) => void,
): Sliced<Float64Array[]> {
  const { shape, datatype, data } = tensor
  const [count = 0, ...imageShape] = shape
  const shapes = imageShapes(inputSize)
  if (count > MAX_IMAGES || !shapes.some(each => each.join() === imageShape.join())) {
    const expected = shapes.map(each => `[n, ${each.join(', ')}]`).join(', ')
    throw badValue(`${pointer}/shape`, `expected one of ${expected} with n = 1 .. ${MAX_IMAGES}.`)
  }
  allot(count * inputSize * Float64Array.BYTES_PER_ELEMENT)
  yield VALUE_WORK * count * inputSize
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

/** Collects the numbers of nested lists, whose lengths the shape gives, level by level. */
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
    throw badValue(
      pointer,
      datatype === 'UINT8'
        ? `expected a whole number, 0 .. ${full}, as UINT8 has. Inputs of 0 .. 1 are FP32 or FP64.`
        : `expected a number, 0 .. ${full}, as ${datatype} has. Bytes of 0 .. 255 are UINT8.`,
    )
  }
  return datatype === 'FP32' ? Math.fround(entry) : entry / full
}

/** Name of an output tensor: each image's answer, or all its scores. */
export type OutputName = 'digit' | 'scores'

const OUTPUTS: readonly OutputName[] = ['digit', 'scores']

/**
 * The body of POST …/infer in the Open Inference Protocol. `null` stands for a field that is left out;
 * parameters and other fields are ignored.
 */
export interface InferRequest {
  /** A text of at most 1,000 characters, which the answer repeats. */
  readonly id?: string | null
  /** Ignored. */
  readonly parameters?: Readonly<Record<string, unknown>> | null
  /** The images: one tensor. */
  readonly inputs: readonly InferInput[]
  /** The tensors to answer with; both by default. */
  readonly outputs?: readonly InferOutput[] | null
}

/** Images as a tensor. */
export interface InferInput {
  /** The only name that an input has. */
  readonly name: 'image'
  /** Ignored, but for `binary_data_size`, which is refused: the numbers stand in `data`. */
  readonly parameters?: Readonly<Record<string, unknown>> | null
  /** [images, inputs]; of images of 28 x 28 also [images, 28, 28] and [images, 1, 28, 28]. */
  readonly shape: readonly number[]
  /** FP64 and FP32 for inputs of 0 .. 1, UINT8 for bytes of 0 .. 255. */
  readonly datatype: 'FP64' | 'FP32' | 'UINT8'
  /** The numbers, flat or nested as the shape says. */
  readonly data: readonly unknown[]
}

/** An output tensor that is asked for. */
export interface InferOutput {
  /** Its name. */
  readonly name: OutputName
  /** Ignored. */
  readonly parameters?: Readonly<Record<string, unknown>> | null
}

const outputSchema = v.object({ name: v.picklist(OUTPUTS), parameters: v.nullish(v.looseObject({})) })

/** The fields of a body. */
export const bodySchema = v.object({
  id: v.nullish(v.pipe(v.string(), v.maxLength(1000)), () => undefined),
  parameters: v.nullish(v.looseObject({})),
  inputs: v.pipe(v.array(tensorSchema), v.length(1)),
  outputs: v.nullish(v.pipe(v.array(outputSchema), v.minLength(1), v.maxLength(2))),
})

export interface CheckedInfer {
  readonly id: string | undefined
  readonly tensor: InputTensor
  readonly outputs: readonly OutputName[]
}

/** The remedy for tensors of the protocol's binary extension. */
export const NO_BINARY =
  'expected JSON alone, with the numbers in data: there are no binary tensors here. Turn them off in the client (binary_data=False).'

/** The expected value of each field, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  id: 'expected a text of at most 1000 characters, or none.',
  parameters: 'expected an object, or none.',
  inputs: `expected a list of one tensor, named "${INPUT}".`,
  outputs: `expected a list of ${OUTPUTS.map(name => `{"name": "${name}"}`).join(' or ')}, or none.`,
  name: `expected a name that the model's metadata list.`,
  binary_data_size: NO_BINARY,
  shape: 'expected the lengths of 2 to 4 dimensions, each at least 1.',
  datatype: 'expected FP64, FP32 or UINT8.',
  data: 'expected a list of numbers, flat or nested as the shape says.',
}

/** @throws Problem naming the first invalid field */
export function checkInfer(body: unknown): CheckedInfer {
  const checked = v.safeParse(bodySchema, body, { abortEarly: true })
  if (!checked.success) throw wrongField(checked.issues[0])
  const { id, inputs, outputs } = checked.output
  const [tensor] = inputs
  if (!tensor) throw badValue('#/inputs', 'expected one tensor.')
  return { id, tensor, outputs: outputs?.map(({ name }) => name) ?? OUTPUTS }
}

function wrongField({ path = [] }: { path?: readonly { readonly key: unknown }[] | undefined }) {
  const keys = path.map(({ key }) => key)
  const field = keys.findLast(key => typeof key === 'string')
  const expected = typeof field === 'string' ? EXPECTED[field] : undefined
  return expected
    ? badValue(`#/${keys.join('/')}`, expected)
    : badValue('#', 'expected an object with inputs.')
}
