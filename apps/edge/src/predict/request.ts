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
  /** Whether to send the saliency of each pixel. */
  readonly saliency?: boolean | null
  /** Whether to send the network's input. */
  readonly input?: boolean | null
  /** Whether to send the activations of the hidden neurons. */
  readonly hidden?: boolean | null
}

/** The body of POST /predict in JSON: one `image`, or `images`. `null` stands for a field that is left out. */
export interface PredictRequest extends AnswerOptions {
  /** The only image. */
  readonly image?: ImagePixels | null
  /** Several images, at least one. */
  readonly images?: ImagePixels[] | null
  /** The value of full ink: 255 (the default), or 1, which pixels of 0 .. 1 with fractions need. */
  readonly scale?: Scale | null
  /** Whether to give a drawing of any size MNIST's form first. */
  readonly normalise?: boolean | null
}

/** The default of a field that has none. */
const absent = () => undefined

/** The fields of a body. */
export const bodySchema = v.strictObject({
  image: v.nullish(v.unknown(), absent),
  images: v.nullish(v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(MAX_IMAGES)), absent),
  scale: v.nullish(v.picklist([255, 1]), 255),
  top: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 3),
  saliency: v.nullish(v.boolean(), false),
  input: v.nullish(v.boolean(), false),
  hidden: v.nullish(v.boolean(), false),
  normalise: v.nullish(v.boolean(), false),
})

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

export type CheckedBody = v.InferOutput<typeof bodySchema>
/** The parameters that a query may have. */
export type CheckedQuery = v.InferOutput<typeof querySchema>

const NO_QUERY: CheckedQuery = v.parse(querySchema, {})

/** The expected value of each field, in words. */
const EXPECTED = new Map([
  ['images', `expected a list of 1 .. ${MAX_IMAGES} images.`],
  ['scale', 'expected 255 or 1.'],
  ['top', 'expected a whole number, 1 .. 1000.'],
  ['saliency', 'expected true or false.'],
  ['input', 'expected true or false.'],
  ['hidden', 'expected true or false.'],
  ['normalise', 'expected true or false.'],
])

/** @throws Problem (422) naming the first invalid field */
export function checkBody(body: unknown): CheckedBody {
  const checked = v.safeParse(bodySchema, body, { abortEarly: true })
  if (!checked.success) throw wrongField(checked.issues[0], '#')
  const { image, images } = checked.output
  if ((image === undefined) === (images === undefined))
    throw badValue('#', 'expected either image or images.')
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
  if (!checked.success) throw wrongField(checked.issues[0], '#query')
  return checked.output
}

function wrongField({ path }: v.BaseIssue<unknown>, root: string): Problem {
  const name = String(path?.[0].key)
  const expected = EXPECTED.get(name)
  if (expected) return badValue(`${root}/${name}`, expected)
  return badValue(
    root,
    root === '#'
      ? 'expected an object with image or images, and of other fields only scale, top, saliency, input, hidden and normalise.'
      : 'expected only top, saliency, input, hidden and normalise.',
  )
}
