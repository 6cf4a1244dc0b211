import * as v from 'valibot'
import { MAX_IMAGES } from '../http/limits.ts'
import { badValue, type Problem } from '../problem/problem.ts'
import type { Scale } from './images.ts'

/** A list of pixels, row by row, or a list of rows. */
export type ImagePixels = number[] | number[][]

/** Options of the answer, in JSON or in the query. `null` stands for a field that is left out. */
export interface AnswerOptions {
  /** Number of the highest scores to list; 3 by default. */
  readonly top?: number | null
  /** Whether to send the saliency of each input. */
  readonly saliency?: boolean | null
  /** Whether to send the network's input. */
  readonly input?: boolean | null
  /** Whether to send the activations of the hidden neurons. */
  readonly hidden?: boolean | null
}

/** A row of a table, a value a column by its name; or a list of numbers, for models whose columns have no names. */
export type RowValues = Readonly<Record<string, number | string | null>> | readonly number[]

/**
 * The body of POST /predict in JSON: one `image`, or `images`; `rows` for models that take them. `null` stands
 * for a field that is left out.
 */
export interface PredictRequest extends AnswerOptions {
  /** Rows with their numbers as people write them, at least one; `null` in a row for a value that is missing. */
  readonly rows?: readonly RowValues[] | null
  /** The only image. */
  readonly image?: ImagePixels | null
  /** Several images, at least one. */
  readonly images?: ImagePixels[] | null
  /** The value of full ink: 255 (the default), or 1, which pixels of 0 .. 1 with fractions need. */
  readonly scale?: Scale | null
  /** Whether to give a drawing of any size the form of the network's images first. */
  readonly normalise?: boolean | null
}

/** The default of a field that has none. */
const absent = () => undefined

const options = {
  top: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 3),
  saliency: v.nullish(v.boolean(), false),
  input: v.nullish(v.boolean(), false),
  hidden: v.nullish(v.boolean(), false),
}

const list = v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(MAX_IMAGES))

/** The fields of a body with images. */
export const imagesSchema = v.strictObject({
  image: v.nullish(v.unknown(), absent),
  images: v.nullish(list, absent),
  scale: v.nullish(v.picklist([255, 1]), 255),
  ...options,
  normalise: v.nullish(v.boolean(), false),
})

/** The fields of a body with rows. */
export const rowsSchema = v.strictObject({ rows: list, ...options })

const flag = v.optional(
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform(text => text === 'true'),
  ),
  'false',
)

const querySchema = v.strictObject({
  top: v.optional(v.pipe(v.string(), v.regex(/^(?:1000|[1-9]\d{0,2})$/), v.transform(Number)), '3'),
  saliency: flag,
  input: flag,
  hidden: flag,
  normalise: flag,
})

/** The options of an answer, none of them left out. */
export type CheckedOptions = { readonly [Name in keyof AnswerOptions]-?: NonNullable<AnswerOptions[Name]> }

export type CheckedImages = v.InferOutput<typeof imagesSchema>
export type CheckedRows = v.InferOutput<typeof rowsSchema>
/** The parameters that a query may have. */
export type CheckedQuery = v.InferOutput<typeof querySchema>

const NO_QUERY: CheckedQuery = v.parse(querySchema, {})

/** The expected value of each field, in words. */
const EXPECTED = new Map([
  ['images', `expected a list of 1 .. ${MAX_IMAGES} images.`],
  ['rows', `expected a list of 1 .. ${MAX_IMAGES} rows.`],
  ['scale', 'expected 255 or 1.'],
  ['top', 'expected a whole number, 1 .. 1000.'],
  ['saliency', 'expected true or false.'],
  ['input', 'expected true or false.'],
  ['hidden', 'expected true or false.'],
  ['normalise', 'expected true or false.'],
])

/** A body for a model of images. @throws Problem (422) naming the first invalid field */
export function checkImages(body: unknown): CheckedImages {
  const checked = v.safeParse(imagesSchema, body, { abortEarly: true })
  if (!checked.success) throw wrongField(checked.issues[0], IMAGE_FIELDS)
  const { image, images } = checked.output
  if ((image === undefined) === (images === undefined))
    throw badValue('#', 'expected either image or images.')
  return checked.output
}

/** A body for a model of rows. @throws Problem (422) naming the first invalid field */
export function checkRows(body: unknown): CheckedRows {
  const checked = v.safeParse(rowsSchema, body, { abortEarly: true })
  if (!checked.success) throw wrongField(checked.issues[0], ROW_FIELDS)
  return checked.output
}

/**
 * @param query the values of each parameter.
 * @throws Problem (422) naming the first that is invalid or repeated
 */
export function checkQuery(query: Readonly<Record<string, readonly string[]>>): CheckedQuery {
  const parameters = Object.entries(query)
  if (parameters.length === 0) return NO_QUERY
  const values = Object.fromEntries(
    parameters.map(([name, [value, ...more]]) => [name, more.length > 0 ? more : value]),
  )
  const checked = v.safeParse(querySchema, values, { abortEarly: true })
  if (!checked.success) throw wrongField(checked.issues[0], QUERY_FIELDS)
  return checked.output
}

/** Names of fields, and the expectation where there are others. */
interface Fields {
  /** JSON pointer of the object that has them. */
  readonly root: string
  readonly expected: string
  /** Fields that models of the other kind take. */
  readonly others: readonly string[]
}

const IMAGE_FIELDS: Fields = {
  root: '#',
  expected:
    'expected an object with image or images, and of other fields only scale, top, saliency, input, hidden and normalise.',
  others: ['rows'],
}

const ROW_FIELDS: Fields = {
  root: '#',
  expected:
    'expected an object with rows, and of other fields only top, saliency, input and hidden: this model takes rows and no images.',
  others: ['image', 'images', 'scale', 'normalise'],
}

const QUERY_FIELDS: Fields = {
  root: '#query',
  expected: 'expected only top, saliency, input, hidden and normalise.',
  others: [],
}

function wrongField({ path, input }: v.BaseIssue<unknown>, { root, expected, others }: Fields): Problem {
  const name = String(path?.[0].key)
  if (input === undefined) return badValue(root, expected)
  if (others.includes(name)) return badValue(`${root}/${name}`, expected)
  const ofField = EXPECTED.get(name)
  return ofField ? badValue(`${root}/${name}`, ofField) : badValue(root, expected)
}
