import { decodePicture, PictureError } from '@gradus/data'
import type { Context } from 'hono'
import { bodyOf, MAX_DETAILED_IMAGES, MAX_IMAGES, MAX_PICTURE_BYTES } from '../http/limits.ts'
import { type EdgeEnv, hold, type Sliced, worked } from '../http/work.ts'
import type { NetworkInput, ServedModel } from '../model/served-model.ts'
import { badValue, Problem, unsupportedMedia } from '../problem/problem.ts'
import { inputOfBytes, inputOfDrawing, inputOfPicture, inputOfPixels, readPixels, SIDE } from './images.ts'
import { type CheckedOptions, type CheckedQuery, checkBody, checkQuery } from './request.ts'

/** The media types that POST /predict takes. */
const MEDIA_TYPES = ['application/octet-stream', 'application/json', 'image/png'] as const
type MediaType = (typeof MEDIA_TYPES)[number]

/** Work for each pixel of a picture that `normalise` gives MNIST's form. */
const NORMALISE_WORK = 10

/** The parsed request. */
export interface CheckedRequest {
  readonly inputs: readonly NetworkInput[]
  readonly options: CheckedOptions
}

/** Reads the images of a request in any of the media types. @throws Problem */
export async function readInputs(c: Context<EdgeEnv>, model: ServedModel): Promise<CheckedRequest> {
  const type = mediaTypeOf(c.req.header('Content-Type'))
  const parameters = c.req.queries()
  const query = checkQuery(parameters)
  if (!isTaken(type)) throw unsupportedMedia(MEDIA_TYPES)
  if (type === 'application/json' && Object.keys(parameters).length > 0) {
    throw badValue('#query', 'expected no parameters beside JSON, which has fields of the same names.')
  }
  const body = await bodyOf(c)
  const allot = (bytes: number): void => hold(c, bytes)
  const request = await worked(c, readForm(type, body, query, { model, allot }))
  const { inputs, options } = request
  if ((options.saliency || options.input || options.hidden) && inputs.length > MAX_DETAILED_IMAGES) {
    throw badValue(
      '#',
      `expected at most ${MAX_DETAILED_IMAGES} images with saliency, input or hidden. Send fewer.`,
    )
  }
  return request
}

function isTaken(type: string): type is MediaType {
  return MEDIA_TYPES.some(taken => taken === type)
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
      return { inputs: yield* fromBytes(new Uint8Array(body), reading, query), options: query }
    case 'image/png':
      return { inputs: [yield* fromPng(new Uint8Array(body), reading)], options: query }
  }
}

/** The media type without its parameters. */
export function mediaTypeOf(header = ''): string {
  const end = header.indexOf(';')
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase()
}

function* fromJson(bytes: ArrayBuffer, { model, allot }: Reading): Sliced<CheckedRequest> {
  const body = checkBody(yield* parseJson(bytes, allot))
  const { scale, image, images = [image] } = body
  if (body.normalise) checkSquare(model)
  const inputs: NetworkInput[] = []
  for (const [i, each] of images.entries()) {
    const pointer = body.images ? `#/images/${i}` : '#/image'
    const pixels = readPixels(each, pointer, scale, allot)
    if (body.normalise) inputs.push(yield* inputOfDrawing(pixels, scale, pointer))
    else inputs.push(inputOfPixels(pixels, scale, model.predictor.inputSize, pointer))
    yield (body.normalise ? NORMALISE_WORK : 1) * pixels.values.length
  }
  return { inputs, options: body }
}

function* fromBytes(
  bytes: Uint8Array,
  { model }: Reading,
  { normalise }: CheckedQuery,
): Sliced<NetworkInput[]> {
  const { inputSize } = model.predictor
  const count = bytes.length / inputSize
  if (count === 0 || count > MAX_IMAGES || !Number.isInteger(count)) {
    throw badValue('#', `expected ${inputSize} bytes an image, and 1 .. ${MAX_IMAGES} images.`)
  }
  if (normalise) checkSquare(model)
  const inputs: NetworkInput[] = []
  for (let i = 0; i < count; i++) {
    const data = bytes.subarray(i * inputSize, (i + 1) * inputSize)
    const pointer = `#/${i}`
    if (!normalise) inputs.push(inputOfBytes(data, pointer))
    else inputs.push(yield* inputOfPicture({ width: SIDE, height: SIDE, data }, pointer))
    yield (normalise ? NORMALISE_WORK : 1) * inputSize
  }
  return inputs
}

function* fromPng(bytes: Uint8Array, { model, allot }: Reading): Sliced<NetworkInput> {
  checkSquare(model)
  if (bytes.length > MAX_PICTURE_BYTES) {
    const detail = `The picture is too large: expected at most ${MAX_PICTURE_BYTES} bytes. Scale it down.`
    throw new Problem(413, 'TOO_LARGE', detail)
  }
  try {
    return yield* inputOfPicture(yield* decodePicture(bytes, { allot }), '#')
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    throw new Problem(422, 'PICTURE', 'The picture cannot be read.', [
      { pointer: '#', detail: error.message },
    ])
  }
}

/** @throws Problem (422) for a model with another input size than MNIST's: its pictures have no known form */
function checkSquare({ predictor }: ServedModel): void {
  if (predictor.inputSize === SIDE ** 2) return
  throw badValue(
    '#',
    `expected ${predictor.inputSize} numbers an image, as they are: this model is not for 28 x 28 pixels.`,
  )
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
