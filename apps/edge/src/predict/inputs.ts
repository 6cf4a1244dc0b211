import type { Context } from 'hono'
import type { EdgeEnv } from '../http/env.ts'
import { bodyOf } from '../http/limits.ts'
import type { Sliced } from '../http/turns.ts'
import { hold, worked } from '../http/work.ts'
import { MAX_DETAILED_IMAGES, MAX_IMAGES, MAX_PICTURE_BYTES } from '../limits.ts'
import type { NetworkInput, ServedModel } from '../model/served-model.ts'
import { decodePng } from '../png/decoder.ts'
import { PictureError } from '../png/header.ts'
import { badValue, Problem, unsupportedMedia } from '../problem/problem.ts'
import { inputOfBytes, inputOfDrawing, inputOfPicture, inputOfPixels, readPixels, SIDE } from './images.ts'
import { type AnswerOptions, type CheckedQuery, checkBody, checkQuery } from './request.ts'

/** The media types that POST /predict takes. */
const MEDIA_TYPES = ['application/octet-stream', 'application/json', 'image/png'] as const
type MediaType = (typeof MEDIA_TYPES)[number]

/** Work for each pixel of a picture that `normalise` gives MNIST's form. */
const NORMALISE_WORK = 10

/** The parsed request. */
export interface CheckedRequest {
  readonly inputs: readonly NetworkInput[]
  readonly options: Required<AnswerOptions>
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
  if ((options.saliency || options.input) && inputs.length > MAX_DETAILED_IMAGES) {
    throw badValue('#', `expected at most ${MAX_DETAILED_IMAGES} images with saliency or input. Send fewer.`)
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
  allot(JSON_FACTOR * bytes.byteLength)
  yield JSON_WORK * bytes.byteLength
  const body = checkBody(parseJson(bytes))
  const { scale, image, images = [image] } = body
  if (body.normalise) checkSquare(model)
  const inputs: NetworkInput[] = []
  for (const [i, each] of images.entries()) {
    const pointer = body.images ? `#/images/${i}` : '#/image'
    const pixels = readPixels(each, pointer, scale)
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
    return yield* inputOfPicture(yield* decodePng(bytes, allot), '#')
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

/** Bytes of memory for each byte of a JSON list of numbers: eight for a digit and its comma. */
export const JSON_FACTOR = 4
/** Work for each byte of JSON, in the units of a SliceMeter: it is parsed at once. */
const JSON_WORK = 2

/** The value of a JSON body. @throws Problem (400) if it is no JSON, or nested too deeply */
export function parseJson(body: ArrayBuffer): unknown {
  let value: unknown
  try {
    const text = decoder.decode(body)
    if (isTooDeep(text)) throw new RangeError('too deep')
    value = JSON.parse(text)
  } catch {
    throw new Problem(
      400,
      'BAD_JSON',
      `The body is no JSON: expected a JSON object in UTF-8, at most ${DEEPEST} levels deep.`,
    )
  }
  return value
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let isString = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (isString) {
      if (character === '\\') i++
      else if (character === '"') isString = false
    } else if (character === '"') isString = true
    else if (character === '[' || character === '{') {
      depth++
      if (depth > DEEPEST) return true
    } else if (character === ']' || character === '}') depth--
  }
  return false
}
