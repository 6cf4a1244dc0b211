import { isNumbers, isObject } from './model-facts.ts'
import { errorOfStatus, otherNetwork, PredictionError } from './prediction.ts'
import { firstOf } from './predictors.ts'
import { post, type ServerAnswer } from './server.ts'

/** A picture as the network sees it. */
export interface ReadPicture {
  /** The bytes of the model's image, row by row. */
  readonly image: Uint8Array
  /** Remarks of the server on the picture. */
  readonly warnings: readonly string[]
}

/** A picture that no second attempt makes readable. */
export class RefusedPicture extends PredictionError {
  override readonly name = 'RefusedPicture'
}

/** Bytes of a picture that the page sends, at the most: the server takes as many. */
const MOST_SENT = 2 ** 18
/** Bytes of a picture that the page opens, at the most. */
const MOST_OPENED = 2 ** 26
/** Longer side of a picture that is sent, in pixels at the most. */
const LONGEST_SIDE = 1024
/** Media types that the server decodes itself. */
const DECODED = ['image/png', 'image/jpeg']

/**
 * Has the server read a picture, so that it gets the bytes that training gave it. A small PNG or JPEG is sent
 * as it is; a large one, and what the server does not decode, as a PNG that the browser makes, upright and
 * smaller.
 * @param url of POST /predict. @param inputs pixels of the model's image. @throws PredictionError
 */
export async function readPicture(file: File, url: string, inputs: number): Promise<ReadPicture> {
  const picture = await opened(file)
  if (isSmall(file, picture)) {
    const answer = await send(url, file)
    // The browser decodes more: other kinds of JPEG, and files whose names belie them.
    if (!isUndecoded(answer)) return readFrom(answer, inputs)
  }
  return readFrom(await send(url, await shrunk(picture)), inputs)
}

function send(url: string, picture: Blob): Promise<ServerAnswer> {
  return post(`${url}?input=true`, picture.type, picture)
}

/** The picture as the browser decodes it. @throws RefusedPicture if it does not */
async function opened(file: File): Promise<HTMLImageElement> {
  if (file.size > MOST_OPENED)
    throw new RefusedPicture(`${file.name || 'The picture'} is larger than 64 MB.`, 'Choose a smaller one.')
  const picture = new Image()
  try {
    // The page's policy allows no other URL of a file.
    picture.src = await dataUrlOf(file)
    await picture.decode()
    if (picture.naturalWidth > 0 && picture.naturalHeight > 0) return picture
  } catch {
    // It is no picture, or damaged.
  }
  const message = `${file.name || 'This'} is no picture that this browser can open.`
  throw new RefusedPicture(message, 'Choose a PNG, JPEG or WebP picture.')
}

function dataUrlOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}

function isSmall({ type, size }: Blob, { naturalWidth, naturalHeight }: HTMLImageElement): boolean {
  return DECODED.includes(type) && size <= MOST_SENT && Math.max(naturalWidth, naturalHeight) <= LONGEST_SIDE
}

/** The picture as a PNG of at most so many pixels a side, and bytes, as are sent. */
async function shrunk(picture: HTMLImageElement): Promise<Blob> {
  const { naturalWidth, naturalHeight } = picture
  const longer = Math.max(naturalWidth, naturalHeight)
  let side = Math.min(LONGEST_SIDE, longer)
  for (;;) {
    const png = await pngOf(picture, (naturalWidth * side) / longer, (naturalHeight * side) / longer)
    if (png.size <= MOST_SENT || side < 2) return png
    side *= Math.min(0.8, Math.sqrt(MOST_SENT / png.size))
  }
}

async function pngOf(picture: HTMLImageElement, width: number, height: number): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width))
  canvas.height = Math.max(1, Math.round(height))
  const context = canvas.getContext('2d')
  if (context) {
    context.imageSmoothingQuality = 'high'
    context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  }
  const png = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
  if (png) return png
  throw new RefusedPicture('This browser cannot make the picture smaller.', 'Choose a smaller PNG or JPEG.')
}

/** Whether the server could not decode what a browser may. */
function isUndecoded({ status, body }: ServerAnswer): boolean {
  const { code } = isObject(body) ? body : {}
  return status === 415 || (status === 422 && code === 'PICTURE')
}

/** The image of an answer. @throws PredictionError */
export function readFrom({ status, body }: ServerAnswer, inputs: number): ReadPicture {
  if (status !== 200) throw refusalOf(status, body)
  const { input, warnings } = firstOf(body)
  if (!isNumbers(input, inputs)) throw otherNetwork()
  return {
    image: Uint8Array.from(input),
    warnings: Array.isArray(warnings) ? warnings.flatMap(messageOf) : [],
  }
}

/** The message of a warning; none where its form is unknown, and none of doubts, which the page tells itself. */
function messageOf(warning: unknown): string[] {
  const { code, message } = isObject(warning) ? warning : {}
  return typeof message === 'string' && code !== 'UNSURE' ? [message] : []
}

/** Answers to POST of hosts of files, which compute nothing. */
const NO_SERVER = [403, 404, 405, 501]

function refusalOf(status: number, body: unknown): PredictionError {
  if (NO_SERVER.includes(status)) {
    const message = 'Nothing reads pictures here: the page is served without its predictor.'
    return new RefusedPicture(message, 'Draw instead, or open the page where the server runs.')
  }
  const { code, detail, errors } = isObject(body) ? body : {}
  if (code === 'BLANK_IMAGE') {
    const message = 'The picture is blank: nothing stands out from its background.'
    return new RefusedPicture(message, 'Choose one with more contrast.')
  }
  const [first] = Array.isArray(errors) ? errors : []
  const { detail: reason = detail } = isObject(first) ? first : {}
  if ((status === 400 || status === 415 || status === 422) && typeof reason === 'string')
    return new RefusedPicture(`The server cannot read the picture: ${reason}`, 'Choose another one.')
  return errorOfStatus(status)
}
