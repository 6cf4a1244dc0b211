import { MAX_IMAGES } from '../http/limits.ts'
import type { Sliced } from '../http/work.ts'
import type { NetworkInput, ServedModel } from '../model/served-model.ts'
import type { Datatype } from '../openapi/described-model.ts'
import { inputsOfRows } from '../predict/rows.ts'
import { badValue } from '../problem/problem.ts'
import { type InputTensor, UNKNOWN_NAME } from './request.ts'
import { shapesOf } from './tensors.ts'

/** Work for each value, as slices count it: they are read in one go. */
const VALUE_WORK = 6

/** Counts bytes before they are allocated; may throw. */
type Allot = (bytes: number) => void

/**
 * The inputs of a request's tensors, one an example.
 * @param names of the input tensors of the model
 * @throws Problem naming the fault
 */
export function* inputsOfTensors(
  model: ServedModel,
  names: ReadonlySet<string>,
  tensors: readonly InputTensor[],
  allot: Allot,
): Sliced<NetworkInput[]> {
  const own = new Map(tensors.map(({ name }, i) => [name, i]))
  // A name that comes twice leaves out another one.
  const wrong = tensors.findIndex(({ name }, i) => !names.has(name) || own.get(name) !== i)
  if (wrong >= 0) throw badValue(`#/inputs/${wrong}/name`, UNKNOWN_NAME)
  const { rows } = model
  if (rows?.kind === 'table') return yield* ofColumns(model, rows, tensors, own, allot)
  const inputs: NetworkInput[] = []
  for (const tensor of tensors)
    inputs.push(...(yield* rows ? ofRows(model, rows, tensor, allot) : ofImages(model, tensor, allot)))
  return inputs
}

function* ofImages(model: ServedModel, tensor: InputTensor, allot: Allot): Sliced<Float64Array[]> {
  const { inputSize } = model.predictor
  const [count, full] = [countOf(tensor, model, 0), FULL[tensor.datatype]]
  if (full === undefined) throw badValue('#/inputs/0/datatype', 'expected FP64, FP32 or UINT8.')
  allot(count * inputSize * Float64Array.BYTES_PER_ELEMENT)
  yield VALUE_WORK * count * inputSize
  const values = new Float64Array(count * inputSize)
  let at = 0
  eachEntry(tensor, values.length, '#/inputs/0/data', (entry, pointer) => {
    values[at++] = pixelOf(entry, tensor.datatype, full, pointer)
  })
  return Array.from({ length: count }, (_, i) => values.subarray(i * inputSize, (i + 1) * inputSize))
}

/** The value of full ink for each datatype of images. */
const FULL: Readonly<Partial<Record<Datatype, number>>> = { FP64: 1, FP32: 1, UINT8: 255 }

function pixelOf(entry: unknown, datatype: Datatype, full: number, pointer: string): number {
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

type Rows = NonNullable<ServedModel['rows']>

function* ofRows(model: ServedModel, rows: Rows, tensor: InputTensor, allot: Allot): Sliced<NetworkInput[]> {
  const width = rows.means.length
  const count = countOf(tensor, model, 0)
  const values = yield* valuesOf(tensor, count * width, 0, allot)
  const lists = Array.from({ length: count }, (_, i) => values.slice(i * width, (i + 1) * width))
  const isNested = Array.isArray(tensor.data[0])
  const pointer = (i: number, column: string | number = 0): string =>
    `#/inputs/0/data/${isNested ? `${i}/${column}` : i * width + Number(column)}`
  return yield* inputsOfRows(lists, rows, pointer, allot)
}

/** The rows of a table, of which each tensor is a column. */
function* ofColumns(
  model: ServedModel,
  rows: Rows,
  tensors: readonly InputTensor[],
  places: ReadonlyMap<string, number>,
  allot: Allot,
): Sliced<NetworkInput[]> {
  const columns: unknown[][] = []
  for (const [i, tensor] of tensors.entries()) {
    const count = countOf(tensor, model, i)
    if (i > 0 && count !== columns[0]?.length)
      throw badValue(`#/inputs/${i}/shape`, 'expected as many rows as the first column has.')
    columns.push(yield* valuesOf(tensor, count, i, allot))
  }
  const lists = (columns[0] ?? []).map((_, row) =>
    Object.fromEntries(tensors.map(({ name }, i) => [name, columns[i]?.[row]])),
  )
  const pointer = (row: number, column?: string | number): string => {
    const i = places.get(String(column))
    if (i === undefined) return '#/inputs'
    const isNested = Array.isArray(tensors[i]?.data[0])
    return `#/inputs/${i}/data/${row}${isNested ? '/0' : ''}`
  }
  return yield* inputsOfRows(lists, rows, pointer, allot)
}

/** The number of examples of a tensor. @throws Problem for a shape that the model does not take */
function countOf({ shape }: InputTensor, model: ServedModel, i: number): number {
  const [count = 0, ...own] = shape
  const shapes = shapesOf(model)
  if (count <= MAX_IMAGES && shapes.some(each => each.join() === own.join())) return count
  const expected = shapes.map(each => `[${['n', ...each].join(', ')}]`).join(', ')
  throw badValue(`#/inputs/${i}/shape`, `expected one of ${expected} with n = 1 .. ${MAX_IMAGES}.`)
}

/** The numbers or texts of a tensor, in order; null for those that are missing. */
function* valuesOf(tensor: InputTensor, length: number, i: number, allot: Allot): Sliced<unknown[]> {
  const { datatype } = tensor
  const isKind = KINDS[datatype]
  if (!isKind) throw badValue(`#/inputs/${i}/datatype`, 'expected FP64, FP32, INT64 or BYTES.')
  allot(length * Float64Array.BYTES_PER_ELEMENT)
  yield VALUE_WORK * length
  const values: unknown[] = []
  eachEntry(tensor, length, `#/inputs/${i}/data`, (entry, pointer) => {
    if (entry !== null && !isKind(entry))
      throw badValue(pointer, `expected an entry as ${datatype} has it, or null where it is missing.`)
    values.push(datatype === 'FP32' && typeof entry === 'number' ? Math.fround(entry) : entry)
  })
  return values
}

const isNumber = (entry: unknown): boolean => typeof entry === 'number'

/** Whether an entry is one of a datatype, for those that columns have. */
const KINDS: Readonly<Partial<Record<Datatype, (entry: unknown) => boolean>>> = {
  FP64: isNumber,
  FP32: isNumber,
  INT64: Number.isInteger,
  BYTES: entry => typeof entry === 'string',
}

type Visit = (entry: unknown, pointer: string) => void

/** Visits the entries of a tensor, whose data are flat, or nested as the shape says. */
function eachEntry({ shape, data }: InputTensor, length: number, pointer: string, visit: Visit): void {
  eachOf(data, Array.isArray(data[0]) ? shape : [length], pointer, visit)
}

function eachOf(
  list: unknown,
  [length = 0, ...rest]: readonly number[],
  pointer: string,
  visit: Visit,
): void {
  if (!Array.isArray(list) || list.length !== length) throw badValue(pointer, `expected a list of ${length}.`)
  for (const [i, entry] of list.entries()) {
    if (rest.length > 0) eachOf(entry, rest, `${pointer}/${i}`, visit)
    else visit(entry, `${pointer}/${i}`)
  }
}
