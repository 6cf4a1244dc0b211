import { checkSpec, completeSpec, type GivenSpec, OptionError, type Spec } from '@gradus/core'
import {
  type Dimension,
  type DimensionJson,
  dimensionJson,
  entryOf,
  parseDimension,
  readDimension,
  rowOf,
  stepsOf,
} from './dimension.ts'
import { StudyError } from './errors.ts'
import { FIELDS, type Field, type FieldValue, fieldNamed, fieldText, type TriedValues } from './fields.ts'
import { MOST_DIMENSIONS } from './sobol.ts'

/** The tried fields with their values, as a file has them. */
export type SpaceJson = Readonly<Record<string, DimensionJson>>

/** Most rows, from either end, of the combinations that `check` checks: there are 1,728 combinations of names. */
const MOST_CHECKED = 4000

/**
 * The fields that a study tries, and their values.
 * @example
 * ```ts
 * import { Space } from '@gradus/study'
 *
 * const space = Space.parse(['eta=0.1..10', 'hidden=15,30,100x50'])
 * console.log(JSON.stringify(space)) // prints {"eta":{"log":[0.1,10]},"hidden":{"choices":[[15],[30],[100,50]]}}
 * ```
 */
export class Space {
  /** The tried fields, in the order of `FIELDS`, whatever the order in which they were given. */
  readonly dimensions: readonly Dimension[]

  private constructor(dimensions: readonly Dimension[]) {
    if (dimensions.length === 0) {
      throw new StudyError(
        'space',
        'No field is to be tried: expected at least one. Name one with its values, such as eta=0.1..10.',
      )
    }
    const again = dimensions.find(({ field }, i) => dimensions.findIndex(other => other.field === field) < i)
    if (again) {
      throw new StudyError(
        'space',
        `${again.field} is given twice: expected it once. Put all its values together.`,
      )
    }
    if (dimensions.length > MOST_DIMENSIONS) {
      throw new StudyError(
        'space',
        `The space has ${dimensions.length} fields: expected at most ${MOST_DIMENSIONS}. Leave some out.`,
      )
    }
    this.dimensions = FIELDS.flatMap(({ name }) => dimensions.filter(({ field }) => field === name))
  }

  /**
   * Reads fields and values as users write them, such as `eta=0.1..10`, `eta=log:0.1..10`, `l2=uniform:0..5`,
   * `activation=sigmoid,relu` or `hidden=15,30,100x50`, where `none` is no hidden layer.
   * @throws StudyError ('space') naming field and values
   */
  static parse(texts: readonly string[]): Space {
    return new Space(
      texts.map(text => {
        const [, name = '', values = ''] = /^\s*([^=]*?)\s*=(.*)$/s.exec(text) ?? []
        if (name !== '') return parseDimension(fieldNamed(name), values)
        const shown = JSON.stringify(text.slice(0, 60))
        throw new StudyError(
          'space',
          `${shown} names no field with values: expected FIELD=VALUES, such as eta=0.1..10.`,
        )
      }),
    )
  }

  /** Reads a {@link SpaceJson} that may be anything. @throws StudyError ('space') naming field and values */
  static read(json: unknown): Space {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      throw new StudyError(
        'space',
        'The space is no object: expected fields with their values, such as {"eta": {"log": [0.1, 10]}}.',
      )
    }
    return new Space(Object.entries(json).map(([name, values]) => readDimension(fieldNamed(name), values)))
  }

  /** The space as a file has it, which `read` takes. */
  toJSON(): SpaceJson {
    return Object.fromEntries(this.dimensions.map(dimension => [dimension.field, dimensionJson(dimension)]))
  }

  /**
   * The Spec of a trial.
   * @param fixed every field that is not tried @param values a value of each dimension
   * @throws StudyError ('space') naming the values that do not go together
   */
  specOf(fixed: Spec, values: readonly FieldValue[]): Spec {
    const tried = this.dimensions.map(({ field }, d) => triedValue(fieldNamed(field), values[d]))
    let put: TriedValues = {}
    for (const { field, value } of tried) put = { ...put, ...field.put(value) }
    try {
      const spec = completeSpec(specWith(fixed, put))
      checkSpec(spec)
      return spec
    } catch (error) {
      if (!(error instanceof OptionError)) throw error
      const blamed = tried.filter(({ field }) => field.parts.some(part => isPartOf(error.option, part)))
      const texts = (blamed.length > 0 ? blamed : tried).map(
        ({ field, value }) => `${field.name}=${fieldText(value)}`,
      )
      throw new StudyError('space', `A trial of ${texts.join(' and ')} is impossible: ${error.message}`)
    }
  }

  /**
   * Checks combinations of the choices, with both ends of every range, before a study begins: all of the names, and
   * of numbers as many as there is time for. Others `specOf` refuses in their trial.
   * @throws StudyError ('space') naming the first values that do not go together
   */
  check(fixed: Spec): void {
    // Names last: in the first rows, and in the last ones, they go through all their combinations.
    const order = this.dimensions.toSorted((one, other) => Number(isName(one)) - Number(isName(other)))
    const columns = order.map(dimension => stepsOf(dimension, 2))
    const places = this.dimensions.map(dimension => order.indexOf(dimension))
    const size = columns.reduce((product, { length }) => product * length, 1)
    for (let k = 0; k < Math.min(size, MOST_CHECKED); k++) {
      for (const row of [rowOf(columns, k), rowOf(columns, size - 1 - k)])
        this.specOf(
          fixed,
          places.map(place => entryOf(row, place)),
        )
    }
  }
}

/** Whether an option, such as `schedule.epochs`, is a field or lies in it. */
function isPartOf(option: string, field: string): boolean {
  return option === field || option.startsWith(`${field}.`)
}

function isName({ field }: Dimension): boolean {
  return fieldNamed(field).kind === 'name'
}

/** A field with its value. @throws StudyError for one that it does not take */
function triedValue(field: Field, value: unknown): { readonly field: Field; readonly value: FieldValue } {
  if (field.accepts(value)) return { field, value }
  const shown = value === undefined ? 'no value' : `the value ${JSON.stringify(value)}`
  throw new StudyError('space', `A trial has ${shown} of ${field.name}: expected ${field.expected}.`)
}

/** A Spec with some of its fields replaced. */
function specWith(fixed: Spec, tried: TriedValues): GivenSpec {
  const { eta = fixed.eta, miniBatchSize = fixed.miniBatchSize, precision = fixed.precision } = tried
  const { activation = fixed.activation, output = fixed.output, initialiser = fixed.initialiser } = tried
  const { l1 = fixed.l1, l2 = fixed.l2, hidden, optimiser, schedule } = tried
  const { momentum, beta1, beta2, epsilon, scheduleEpochs, scheduleFactor } = tried
  const { dropout, inputDropout, shift, rotate, scale, shear, thickness, elastic } = tried
  const descent = fixed.optimiser ?? { name: 'sgd' }
  const rates = fixed.schedule ?? { name: 'constant' }
  return {
    ...fixed,
    ...(hidden && { sizes: [...fixed.sizes.slice(0, 1), ...hidden, ...fixed.sizes.slice(-1)] }),
    ...{ eta, miniBatchSize, precision, activation, output, initialiser, l1, l2 },
    // A cost that is fixed is that of the fixed output.
    cost: tried.cost ?? (output === fixed.output ? fixed.cost : undefined),
    optimiser: {
      ...(optimiser === undefined || optimiser === descent.name ? descent : { name: optimiser }),
      ...given({ momentum, beta1, beta2, epsilon }),
    },
    schedule: {
      ...(schedule === undefined || schedule === rates.name ? rates : { name: schedule }),
      ...given({ epochs: scheduleEpochs, factor: scheduleFactor }),
    },
    dropout: { ...fixed.dropout, ...given({ hidden: dropout, input: inputDropout }) },
    augment: { ...fixed.augment, ...given({ shift, rotate, scale, shear, thickness, elastic }) },
  }
}

/** The numbers that are given. */
function given<Name extends string>(
  numbers: Readonly<Record<Name, number | undefined>>,
): { readonly [Each in Name]?: number } {
  const known: { [Each in Name]?: number } = {}
  for (const name in numbers) if (numbers[name] !== undefined) known[name] = numbers[name]
  return known
}
