import type { GreyImage } from '@gradus/core/predict'
import { decodePicture, PictureError } from '@gradus/data'
import type { Context } from 'hono'
import {
  bodyOf,
  MAX_DETAILED_IMAGES,
  MAX_DETAILS,
  MAX_IMAGES,
  MAX_LISTED,
  MAX_PICTURE_BYTES,
} from '../http/limits.ts'
import { type EdgeEnv, hold, type Sliced, worked } from '../http/work.ts'
import type { NetworkInput, ServedModel } from '../model/served-model.ts'
import { badValue, Problem, unsupportedMedia } from '../problem/problem.ts'
import { inputOfBytes, inputOfPicture, inputOfPixels, pictureOfDrawing, readPixels } from './images.ts'
import { type CheckedOptions, type CheckedQuery, checkImages, checkQuery, checkRows } from './request.ts'
import { inputsOfRows, pointerPart } from './rows.ts'

/** The media types that POST /predict takes for images; for rows JSON alone. */
const MEDIA_TYPES = ['application/octet-stream', 'application/json', 'image/png', 'image/jpeg'] as const
type MediaType = (typeof MEDIA_TYPES)[number]
const ROW_TYPES: readonly MediaType[] = ['application/json']

/** Work for each pixel of a picture that is given the form of the network's images. */
const PICTURE_WORK = 10

/** The parsed request. */
export interface CheckedRequest {
  readonly inputs: readonly NetworkInput[]
  readonly options: CheckedOptions
  /** Places of the inputs whose pictures have several separate shapes where one is expected. */
  readonly crowded: ReadonlySet<number>
}

const NONE: ReadonlySet<number> = new Set()

/** Reads the images of a request in any of the media types. @throws Problem */
export async function readInputs(c: Context<EdgeEnv>, model: ServedModel): Promise<CheckedRequest> {
  const type = mediaTypeOf(c.req.header('Content-Type'))
  const parameters = c.req.queries()
  const query = checkQuery(parameters)
  const types = model.rows ? ROW_TYPES : MEDIA_TYPES
  if (!isTaken(type, types)) throw unsupportedMedia(types)
  if (type === 'application/json' && Object.keys(parameters).length > 0) {
    throw badValue('#query', 'expected no parameters beside JSON, which has fields of the same names.')
  }
  const body = await bodyOf(c)
  const allot = (bytes: number): void => hold(c, bytes)
  const request = await worked(c, readForm(type, body, query, { model, allot }))
  checkAnswer(model, request)
  return request
}

/** @throws Problem (422) for more examples than an answer has room for */
function checkAnswer(model: ServedModel, { inputs, options }: CheckedRequest): void {
  const details = detailsOf(model, options)
  const most = Math.min(MAX_DETAILED_IMAGES, Math.max(1, Math.floor(MAX_DETAILS / details)))
  const examples = model.rows ? 'rows' : 'images'
  if (details > 0 && inputs.length > most)
    throw badValue('#', `expected at most ${most} ${examples} with saliency, input or hidden. Send fewer.`)
  const top = Math.min(options.top, model.predictor.outputSize)
  if (inputs.length * top > MAX_LISTED) {
    const fewer = Math.floor(MAX_LISTED / top)
    throw badValue(
      '#',
      `expected at most ${fewer} ${examples} where top is ${top}. Send fewer, or ask for less.`,
    )
  }
}

/** Numbers that an answer has for each example beside its scores. */
export function detailsOf({ sizes, predictor }: ServedModel, options: CheckedOptions): number {
  const inputs = (Number(options.saliency) + Number(options.input)) * predictor.inputSize
  return inputs + (options.hidden ? sizes.slice(1, -1).reduce((sum, neurons) => sum + neurons, 0) : 0)
}

function isTaken(type: string, types: readonly MediaType[]): type is MediaType {
  return types.some(taken => taken === type)
}

/** The context in which a body is read. */
interface Reading {
  readonly model: ServedModel
  /** Counts bytes before memory is taken. */
  readonly allot: (bytes: number) => void
}

function* readForm(
  type: MediaType,
  body: ArrayBuffer,
  query: CheckedQuery,
  reading: Reading,
): Sliced<CheckedRequest> {
  switch (type) {
    case 'application/json':
      return yield* fromJson(body, reading)
    case 'application/octet-stream':
      return yield* fromBytes(new Uint8Array(body), reading, query)
    case 'image/png':
    case 'image/jpeg':
      return yield* fromPicture(new Uint8Array(body), reading, query)
  }
}

/** The media type without its parameters. */
export function mediaTypeOf(header = ''): string {
  const end = header.indexOf(';')
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase()
}

function* fromJson(bytes: ArrayBuffer, { model, allot }: Reading): Sliced<CheckedRequest> {
  const value = yield* parseJson(bytes, allot)
  if (model.rows) {
    const options = checkRows(value)
    const pointer = (row: number, column?: string | number): string =>
      `#/rows/${row}${column === undefined ? '' : `/${pointerPart(column)}`}`
    return { inputs: yield* inputsOfRows(options.rows, model.rows, pointer, allot), options, crowded: NONE }
  }
  const body = checkImages(value)
  const { scale, image, images = [image] } = body
  const form = body.normalise ? imageOfModel(model) : undefined
  const inputs: NetworkInput[] = []
  const crowded = new Set<number>()
  for (const [i, each] of images.entries()) {
    const pointer = body.images ? `#/images/${i}` : '#/image'
    const pixels = readPixels(each, pointer, scale, allot)
    if (form) {
      const picture = pictureOfDrawing(pixels, scale, pointer)
      const { input, isCrowded } = yield* inputOfPicture(picture, form, pointer)
      inputs.push(input)
      if (isCrowded) crowded.add(i)
    } else inputs.push(inputOfPixels(pixels, scale, model, pointer))
    yield (body.normalise ? PICTURE_WORK : 1) * pixels.values.length
  }
  return { inputs, options: body, crowded }
}

function* fromBytes(bytes: Uint8Array, { model }: Reading, query: CheckedQuery): Sliced<CheckedRequest> {
  const { inputSize } = model.predictor
  const count = bytes.length / inputSize
  if (count === 0 || count > MAX_IMAGES || !Number.isInteger(count)) {
    throw badValue('#', `expected ${inputSize} bytes an image, and 1 .. ${MAX_IMAGES} images.`)
  }
  const form = query.normalise ? imageOfModel(model) : undefined
  const inputs: NetworkInput[] = []
  const crowded = new Set<number>()
  for (let i = 0; i < count; i++) {
    const data = bytes.subarray(i * inputSize, (i + 1) * inputSize)
    const pointer = `#/${i}`
    if (form) {
      const picture = { width: form.cols, height: form.rows, data }
      const { input, isCrowded } = yield* inputOfPicture(picture, form, pointer)
      inputs.push(input)
      if (isCrowded) crowded.add(i)
    } else inputs.push(inputOfBytes(data, model, pointer))
    yield (form ? PICTURE_WORK : 1) * inputSize
  }
  return { inputs, options: query, crowded }
}

function* fromPicture(
  bytes: Uint8Array,
  { model, allot }: Reading,
  options: CheckedQuery,
): Sliced<CheckedRequest> {
  const form = imageOfModel(model)
  if (bytes.length > MAX_PICTURE_BYTES) {
    const detail = `The picture is too large: expected at most ${MAX_PICTURE_BYTES} bytes. Scale it down.`
    throw new Problem(413, 'TOO_LARGE', detail)
  }
  try {
    const { input, isCrowded } = yield* inputOfPicture(yield* decodePicture(bytes, { allot }), form, '#')
    return { inputs: [input], options, crowded: isCrowded ? new Set([0]) : NONE }
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    throw new Problem(422, 'PICTURE', 'The picture cannot be read.', [
      { pointer: '#', detail: error.message },
    ])
  }
}

/**
 * The form of the images of a model.
 * @throws Problem (422) for a model of no images that are known: pictures have no form for it
 */
function imageOfModel({ image, predictor }: ServedModel): GreyImage {
  if (image) return image
  const detail = `expected ${predictor.inputSize} numbers an image, as they are: this model is not for pictures.`
  throw badValue('#', detail)
}

/** Upper bound on the nesting of lists and objects: parsers differ in theirs. */
const DEEPEST = 32

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Bytes that lists of numbers take for each byte of their JSON: eight for a digit and its comma. */
const JSON_FACTOR = 4
/** Bytes of a list, an object or a text, besides. */
const PART_BYTES = 64
/** Work for each byte of JSON, and for each of its parts, as slices count it. */
const JSON_WORK = 2
const PART_WORK = 20

/**
 * The value of a JSON body, parsed at once.
 *
 * @param allot gets the value's bytes before they are allocated; may throw
 * @throws Problem (400) if it is no JSON, or nested too deeply
 */
export function* parseJson(body: ArrayBuffer, allot: (bytes: number) => void): Sliced<unknown> {
  allot(JSON_FACTOR * body.byteLength)
  yield JSON_WORK * body.byteLength
  const text = decoded(body)
  const { parts, depth } = structureOf(text)
  if (depth > DEEPEST) throw badJson()
  allot(PART_BYTES * parts)
  yield PART_WORK * parts
  try {
    return JSON.parse(text)
  } catch {
    throw badJson()
  }
}

function decoded(body: ArrayBuffer): string {
  try {
    return decoder.decode(body)
  } catch {
    throw badJson()
  }
}

function badJson(): Problem {
  const detail = `The body is no JSON: expected a JSON object in UTF-8, at most ${DEEPEST} levels deep.`
  return new Problem(400, 'BAD_JSON', detail)
}

/** Counts the lists, objects and texts of JSON, and the levels of lists and objects, until they are too deep. */
function structureOf(text: string): { readonly parts: number; readonly depth: number } {
  let [parts, depth, isString] = [0, 0, false]
  for (let i = 0; i < text.length && depth <= DEEPEST; i++) {
    const character = text[i]
    if (isString) {
      if (character === '\\') i++
      else if (character === '"') isString = false
    } else if (character === '"') {
      isString = true
      parts++
    } else if (character === '[' || character === '{') {
      depth++
      parts++
    } else if (character === ']' || character === '}') depth--
  }
  return { parts, depth }
}
