import { OptionError } from '@gradus/core'
import { areNumbers, inClassOrder } from '../class-names.ts'
import { DataFileError } from './data-file-error.ts'
import type { LoadDataOptions } from './loaded-data.ts'
import type { NumberArray } from './number-array.ts'
import { namesOf } from './parts.ts'

/** Labels are bytes. */
const MOST_CLASSES = 256

/** The labels of each part, and the names of their classes. */
export interface Labels {
  readonly parts: readonly Uint8Array[]
  readonly names: readonly string[]
}

/** Names that came with the files: by the numbers of labels, or a list in the order of the labels. */
export type KnownNames = ReadonlyMap<number, string> | readonly string[]

/**
 * The labels that arrays hold: whole numbers, texts, or one-hot rows.
 * @throws DataFileError for others, for more than 256 classes, and for those that a model does not have
 * @throws OptionError for names of another number than there are classes
 */
export function labelsOf(
  arrays: readonly NumberArray[],
  known: KnownNames | undefined,
  { classes, like }: LoadDataOptions,
): Labels {
  const values = arrays.map(array => (array.type === 'text' ? array.texts : textsOf(array)))
  const found = inClassOrder(new Set(values.flat()))
  const [first] = arrays
  const [file, name] = [first?.file ?? '', first?.name ?? '']
  if (found.length > MOST_CLASSES) {
    const expected = `at most ${MOST_CLASSES}`
    const remedy = 'Labels are classes, not measurements: use fewer of them.'
    throw new DataFileError({
      file,
      what: `the number of classes in ${name}`,
      found: String(found.length),
      expected,
      remedy,
    })
  }
  const oneHot = first && isOneHot(first) ? numbersBelow(first.shape[1]) : undefined
  const called = namesFor(oneHot ?? found, known, classes)
  const names = like ? namesOf(like) : called.names
  const indices = new Map(called.values.map((value, k) => [value, indexIn(names, called.names[k], value)]))
  const strange = called.values.find(value => indices.get(value) === -1)
  if (strange !== undefined) {
    const label = called.names[called.values.indexOf(strange)]
    throw new DataFileError({
      ...{ file, what: `a class in ${name}`, found: label === strange ? strange : `${strange} (${label})` },
      expected: `one of the ${names.length} classes of the model: ${names.slice(0, 10).join(', ')}`,
      remedy: 'Pass data with the classes that it was trained on.',
    })
  }
  return { parts: values.map(part => Uint8Array.from(part, value => indices.get(value) ?? 0)), names }
}

/** The class of a model that has this name; or the number, where the data have no names but the model has. */
function indexIn(names: readonly string[], name: string, value: string): number {
  const named = names.indexOf(name)
  if (named >= 0 || name !== value || !/^\d+$/.test(value)) return named
  return Number(value) < names.length ? Number(value) : -1
}

/** The values of labels in their order, and the names of their classes. */
export function namesFor(
  values: readonly string[],
  known: KnownNames | undefined,
  classes: readonly string[] | undefined,
): { readonly values: readonly string[]; readonly names: readonly string[] } {
  if (classes === undefined) return { values, names: known ? knownNames(values, known) : values }
  if (classes.length === values.length && new Set(classes).size === classes.length)
    return { values, names: classes }
  throw new OptionError(
    'classes',
    `classes has ${classes.length} names: expected ${values.length} different ones, for the labels ${values.slice(0, 10).join(', ')}${values.length > 10 ? ', ...' : ''}. Pass a name for each.`,
  )
}

/** Names from a file. The first line of a list is that of label 0, or of label 1 where no label is 0. */
function knownNames(values: readonly string[], known: KnownNames): readonly string[] {
  const first = values.includes('0') ? 0 : 1
  return values.map(value => {
    const name = known instanceof Map ? known.get(Number(value)) : Object.values(known)[Number(value) - first]
    return typeof name === 'string' ? name : value
  })
}

/** Whether the names need be kept: those of plain numbers from 0 on need not. */
export function classesFact(names: readonly string[]): { readonly classes?: readonly string[] } {
  return areNumbers(names) ? {} : { classes: names }
}

/** The label of each example as a text. */
function textsOf(array: NumberArray): string[] {
  const { file, name, shape, data } = array
  if (isOneHot(array)) return oneHotLabels(array)
  const isList = shape.length === 1 || (shape.length === 2 && shape[1] === 1)
  if (!isList) {
    const found = `(${shape.join(', ')})`
    const remedy = 'Save a label for each example, or a row with a 1 at its class and 0 elsewhere.'
    throw new DataFileError({
      file,
      what: `the shape of ${name}`,
      found,
      expected: 'a list of labels',
      remedy,
    })
  }
  return Array.from(data, (value, i) => {
    if (Number.isInteger(value)) return String(value)
    const remedy = 'Labels are classes, not measurements: save whole numbers or texts.'
    throw new DataFileError({
      ...{ file, what: `label ${i} of ${name}`, found: String(value), expected: 'a whole number', remedy },
    })
  })
}

function isOneHot({ shape }: NumberArray): boolean {
  return shape.length === 2 && shape[1] > 1
}

function oneHotLabels({ file, name, shape, data }: NumberArray): string[] {
  const [count, size] = shape
  return Array.from({ length: count }, (_, i) => {
    const row = data.subarray(i * size, (i + 1) * size)
    const label = row.indexOf(1)
    if (label >= 0 && row.every((value, k) => value === (k === label ? 1 : 0))) return String(label)
    const remedy = 'Save a label for each example, or a row with a 1 at its class and 0 elsewhere.'
    throw new DataFileError({
      ...{
        file,
        what: `row ${i} of ${name}`,
        found: 'not of one class',
        expected: 'a single 1 among zeros',
        remedy,
      },
    })
  })
}

function numbersBelow(count: number): string[] {
  return Array.from({ length: count }, (_, k) => String(k))
}
