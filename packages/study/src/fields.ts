import {
  ACTIVATIONS,
  AUGMENT_PARTS,
  type Augment,
  COSTS,
  type CostName,
  type HiddenActivation,
  INITIALISERS,
  type InitialiserName,
  OPTIMISERS,
  type OptimiserName,
  OUTPUTS,
  type OutputActivation,
  PRECISIONS,
  type Precision,
  SCHEDULES,
  type ScheduleName,
} from '@gradus/core'
import { StudyError } from './errors.ts'

/** A value of a field that is tried: a number, a name, or the neurons of each hidden layer. */
export type FieldValue = number | string | readonly number[]

/** The fields of numbers. */
type NumberName =
  | 'eta'
  | 'miniBatchSize'
  | 'l1'
  | 'l2'
  | 'dropout'
  | 'inputDropout'
  | 'momentum'
  | 'beta1'
  | 'beta2'
  | 'epsilon'
  | 'scheduleEpochs'
  | 'scheduleFactor'
  | keyof Augment

/** Values of tried fields, by the names that users write. */
export interface TriedValues extends Readonly<Partial<Record<NumberName, number>>> {
  /** Neurons of each hidden layer. */
  readonly hidden?: readonly number[]
  /** Activation of the hidden layers. */
  readonly activation?: HiddenActivation
  /** Activation of the output layer. */
  readonly output?: OutputActivation
  /** Cost function. */
  readonly cost?: CostName
  /** Way to draw biases and weights. */
  readonly initialiser?: InitialiserName
  /** Name of the optimiser. */
  readonly optimiser?: OptimiserName
  /** Name of the schedule. */
  readonly schedule?: ScheduleName
  /** Precision of every number. */
  readonly precision?: Precision
}

/** A field of a Spec that a study may try. */
export interface Field {
  /** Name of the field, as users write it: that of the flag of `gradus train` in camel case. */
  readonly name: keyof TriedValues
  /** Kind of its values: numbers, whole numbers, names, or lists of neurons a layer. */
  readonly kind: 'number' | 'whole' | 'name' | 'layers'
  /** Scale of a range whose scale is not said. */
  readonly scale: 'log' | 'uniform'
  /** Fields of a Spec that it has to do with, as core's errors name them. */
  readonly parts: readonly string[]
  /** Values that it takes, for a message. */
  readonly expected: string
  /** Values to try, for a message. */
  readonly example: string
  /** Whether it takes a value, which may be anything. */
  accepts(value: unknown): value is FieldValue
  /** A value that it takes, under its name. */
  put(value: FieldValue): TriedValues
}

/** Numbers that a field takes. */
interface Bounds extends Pick<Field, 'expected'> {
  readonly kind: 'number' | 'whole'
  isWithin(value: number): boolean
}

function bounds(kind: Bounds['kind'], expected: string, isWithin: Bounds['isWithin']): Bounds {
  return { kind, expected, isWithin }
}

const POSITIVE = bounds('number', 'finite numbers above 0', value => value > 0 && Number.isFinite(value))
const LAMBDA = bounds(
  'number',
  'finite numbers of at least 0',
  value => value >= 0 && Number.isFinite(Math.fround(value)),
)
const SHARE = bounds('number', 'numbers of 0 to below 1', value => value >= 0 && Math.fround(value) < 1)
const FACTOR = bounds('number', 'numbers between 0 and 1', value => value > 0 && value < 1)
const COUNT = countFrom(1)

function countFrom(least: number): Bounds {
  const isWithin = (value: number): boolean => Number.isSafeInteger(value) && value >= least
  return bounds('whole', `whole numbers of at least ${least}`, isWithin)
}

function upTo(most: number): Bounds {
  return bounds('number', `numbers of 0 .. ${most}`, value => value >= 0 && value <= most)
}

function numberField(
  name: NumberName,
  { kind, expected, isWithin }: Bounds,
  scale: Field['scale'],
  range: string,
  ...parts: readonly string[]
): Field {
  return {
    ...{ name, kind, scale, expected },
    parts: [name, ...parts],
    example: `${name}=${range}`,
    accepts: (value): value is FieldValue => typeof value === 'number' && isWithin(value),
    put: value => ({ [name]: value }),
  }
}

function nameField<Name extends string>(
  name: keyof TriedValues,
  names: readonly Name[],
  put: (value: Name | undefined) => TriedValues,
  ...parts: readonly string[]
): Field {
  const named = (value: unknown): Name | undefined => names.find(known => known === value)
  return {
    ...{ name, kind: 'name', scale: 'uniform', parts: [name, ...parts] },
    expected: `one of ${names.join(', ')}`,
    example: `${name}=${names.slice(0, 2).join(',')}`,
    accepts: (value): value is FieldValue => named(value) !== undefined,
    put: value => put(named(value)),
  }
}

const LAYERS: Field = {
  ...{ name: 'hidden', kind: 'layers', scale: 'log', parts: ['sizes'] },
  expected: 'whole numbers of neurons, each at least 1',
  example: 'hidden=15,30,100x50',
  accepts: (value): value is FieldValue => Array.isArray(value) && value.every(COUNT.isWithin),
  put: value => (typeof value === 'object' ? { hidden: value } : {}),
}

/** All fields that a study may try, in the order of its dimensions. */
export const FIELDS: readonly Field[] = [
  numberField('eta', POSITIVE, 'log', '0.1..10'),
  numberField('miniBatchSize', COUNT, 'log', '8..64'),
  LAYERS,
  nameField('activation', ACTIVATIONS, activation => ({ ...(activation && { activation }) })),
  nameField('output', OUTPUTS, output => ({ ...(output && { output }) }), 'cost'),
  nameField('cost', COSTS, cost => ({ ...(cost && { cost }) })),
  nameField('initialiser', INITIALISERS, initialiser => ({ ...(initialiser && { initialiser }) })),
  nameField('optimiser', OPTIMISERS, optimiser => ({ ...(optimiser && { optimiser }) })),
  numberField('momentum', SHARE, 'uniform', '0.5..0.99', 'optimiser'),
  numberField('beta1', SHARE, 'uniform', '0.8..0.95', 'optimiser'),
  numberField('beta2', SHARE, 'uniform', '0.99..0.999', 'optimiser'),
  numberField('epsilon', POSITIVE, 'log', '1e-9..1e-7', 'optimiser'),
  nameField('schedule', SCHEDULES, schedule => ({ ...(schedule && { schedule }) })),
  numberField('scheduleEpochs', COUNT, 'log', '5..20', 'schedule'),
  numberField('scheduleFactor', FACTOR, 'uniform', '0.1..0.5', 'schedule'),
  numberField('l2', LAMBDA, 'log', '0.1..10'),
  numberField('l1', LAMBDA, 'log', '0.1..10'),
  numberField('dropout', upTo(0.999), 'uniform', '0..0.5'),
  numberField('inputDropout', upTo(0.999), 'uniform', '0..0.2', 'dropout'),
  numberField('shift', countFrom(0), 'uniform', '0,1,2', 'augment'),
  numberField('rotate', upTo(90), 'uniform', '0..15', 'augment'),
  numberField('scale', upTo(50), 'uniform', '0..15', 'augment'),
  numberField('shear', upTo(45), 'uniform', '0..10', 'augment'),
  numberField('thickness', upTo(3), 'uniform', '0..1', 'augment'),
  numberField('elastic', upTo(8), 'uniform', '0..4', 'augment'),
  nameField('precision', PRECISIONS, precision => ({ ...(precision && { precision }) })),
]

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map(field => [field.name, field]))

/** Fields of a Spec, and flags, that no study tries, and the remedy. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['seed', 'all trials have the same. Ask for several seeds a trial with --seeds'],
  ['seeds', 'all trials have the same. Give their number with --seeds'],
  ['epochs', 'the rungs decide it. Give the most with --epochs'],
  ['stop', 'it decides within a run. Leave it to the rungs'],
  ['keep', 'it decides within a run. Give it with --keep'],
  ['data', 'all trials have the same. Give them with --data'],
  ['trainSize', 'all trials have the same data. Give it with --train-size'],
  ['sizes', 'inputs and outputs are those of the data. Try hidden instead'],
  ['etaChanges', 'they are made while a run goes on. Try schedule instead'],
  ['augment', `it has several parts. Try them: ${AUGMENT_PARTS.join(', ')}`],
  ['recipe', 'it is a set of fields. Try those fields instead'],
])

/**
 * The field of a name in camel case, or as the flag has it, such as `mini-batch-size`.
 * @throws StudyError for a name that is unknown, with the nearest one, or that no study tries, with the reason
 */
export function fieldNamed(given: string): Field {
  const known = BY_NAME.get(given)
  if (known) return known
  const name = given.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const field = BY_NAME.get(name)
  if (field) return field
  const shown = JSON.stringify(given.slice(0, 60))
  const reason = REFUSED.get(name)
  if (reason) throw new StudyError('space', `${shown} is a field that no study tries: ${reason}.`)
  const names = FIELDS.map(one => one.name)
  const near = nearest(name, names)
  throw new StudyError(
    'space',
    `${shown} is no field that can be tried: expected ${near ?? `one of ${names.join(', ')}`}. ` +
      `${near ? 'Correct it.' : 'Take one of them.'}`,
  )
}

/** The name that the fewest changes lead to: three at the most, and of less than half its letters. */
function nearest(given: string, names: readonly string[]): string | undefined {
  const word = given.slice(0, 40).toLowerCase()
  const distances = names.map(name => ({ name, changes: changesBetween(word, name.toLowerCase()) }))
  const [best] = distances.sort((one, other) => one.changes - other.changes)
  return best && best.changes <= Math.min(3, (best.name.length - 1) / 2) ? best.name : undefined
}

/** Letters to insert, delete or replace that lead from one word to the other (V. I. Levenshtein 1966). */
function changesBetween(one: string, other: string): number {
  // Changes from the letters of one so far to each beginning of the other.
  let row = Array.from({ length: other.length }, (_, j) => j + 1)
  let last = other.length
  for (const [i, letter] of [...one].entries()) {
    let corner = i
    last = i + 1
    row = row.map((above, j) => {
      last = Math.min(corner + (letter === other[j] ? 0 : 1), above + 1, last + 1)
      corner = above
      return last
    })
  }
  return last
}

/** A value as users write it, such as `0.5`, `relu` or `100x50`; `none` is no hidden layer. */
export function fieldText(value: FieldValue): string {
  if (typeof value !== 'object') return String(value)
  return value.length === 0 ? 'none' : value.join('x')
}
