import { orientationOf } from '../orientation.ts'
import { type DecodedPicture, type DecodeLimits, PictureError, type Sliced } from '../picture.ts'
import { inverseTransform } from './blocks.ts'
import { type ColourSpace, greysOf } from './greys.ts'
import { checkMemory, damaged, type Frame, parseFrame } from './header.ts'
import { type Progress, readScan } from './scan.ts'
import { Tables } from './tables.ts'

/** Markers: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1. */
const SOF_FIRST = 0xc0
const SOF_LAST = 0xcf
const DHT = 0xc4
const JPG = 0xc8
const DAC = 0xcc
const EOI = 0xd9
const SOS = 0xda
const DQT = 0xdb
const DRI = 0xdd
const APP0 = 0xe0
const APP1 = 0xe1
const APP14 = 0xee

/** Work for a segment, besides that for its bytes: it may be a table, unless it is empty. */
const TABLE_WORK = 2 ** 9
const EMPTY_WORK = 2 ** 6

/** Scans at the most: a progressive picture has about ten. */
const MOST_SCANS = 100

/** Samples of all scans at the most, a pixel of the largest picture: as many as libjpeg's scans of four colours have. */
const MOST_SCANNED = 24

/**
 * A JPEG picture, baseline or progressive, as grey values (luminance) of 0 .. 255, upright as its Exif data say; and
 * where they hide the ink, with values that show it. The samples are those of libjpeg to the bit. Colour profiles are
 * ignored, and so is what follows its end. Memory holds a byte a sample, and two more if it is progressive.
 *
 * @throws PictureError if it is damaged, of a kind that is hardly used, or larger than the limits
 */
export function* decodeJpeg(bytes: Uint8Array, limits: DecodeLimits): Sliced<DecodedPicture> {
  const tables = new Tables()
  const notes = new Notes()
  let frame: Frame | undefined
  let components: Progress[] = []
  let [at, restartInterval] = [2, 0]
  while (true) {
    const segment = nextSegment(bytes, at)
    if (!segment || segment.marker === EOI) {
      if (!segment && (!frame || frame.isProgressive || !areAllThere(components))) throw cutShort()
      break
    }
    const { marker, content, end } = segment
    yield content.length === 0 ? EMPTY_WORK : TABLE_WORK + content.length
    at = end
    if (marker === DQT) tables.addQuantisation(content)
    else if (marker === DHT) tables.addHuffman(content)
    else if (marker === DRI)
      restartInterval = content.length === 2 ? 256 * content[0] + content[1] : badInterval()
    else if (isFrame(marker)) {
      if (frame) throw damaged('has two headers', 'one')
      frame = parseFrame(marker, content, limits)
      checkScans(bytes, end, frame, limits)
      yield bytes.length >> 2
    } else if (marker === SOS) {
      if (!frame) throw damaged('has pixels before its header', 'the header before them')
      if (components.length === 0) {
        checkMemory(frame, limits)
        components = progressOf(frame)
      }
      at = yield* readScan(bytes, at, content, { frame, components, tables, restartInterval })
    } else notes.add(marker, content)
  }
  if (!frame || !areAllThere(components)) throw damaged('has no pixels of a colour', 'a scan of each')
  if (frame.isProgressive) for (const component of components) yield* transformAll(component)
  const meaning = { space: notes.spaceOf(frame), orientation: notes.orientation }
  return yield* greysOf(frame, components, meaning, limits)
}

function isFrame(marker: number): boolean {
  return marker >= SOF_FIRST && marker <= SOF_LAST && marker !== DHT && marker !== JPG && marker !== DAC
}

function cutShort(): Error {
  return damaged('is cut short', 'a whole file, with all of its pixels')
}

function badInterval(): never {
  throw damaged('has a restart interval of another length', '2 bytes')
}

/** Whether each component has had a scan. */
function areAllThere(components: readonly Progress[]): boolean {
  return components.length > 0 && components.every(({ steps }) => steps !== undefined)
}

function progressOf({ components, isProgressive }: Frame): Progress[] {
  return components.map(component => {
    const [stride, size] = [8 * component.columns, 64 * component.columns * component.rows]
    const coefficients = new Int16Array(isProgressive ? size : 64)
    return { ...component, stride, samples: new Uint8ClampedArray(size), coefficients, steps: undefined }
  })
}

/** The samples of a progressive component, of which all coefficients are there. */
function* transformAll({ columns, rows, coefficients, steps, samples, stride }: Progress): Sliced<void> {
  if (!steps) return
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const start = 64 * (row * columns + column)
      const own = coefficients.subarray(start, start + 64)
      inverseTransform(own, steps, samples, 8 * (row * stride + column), stride)
    }
    yield 64 * columns
  }
}

/** A marker with its content, and the place after it. */
interface Segment {
  readonly marker: number
  readonly content: Uint8Array
  readonly end: number
}

/**
 * The next segment from `start` on; bytes that belong to none are passed over. Undefined at the end of the file.
 * @throws PictureError if it is cut short
 */
function nextSegment(bytes: Uint8Array, start: number): Segment | undefined {
  for (let at = start; at + 1 < bytes.length; at++) {
    const marker = bytes[at + 1]
    if (bytes[at] !== 0xff || marker < SOF_FIRST || marker === 0xff || (marker >= 0xd0 && marker <= 0xd8))
      continue
    if (marker === EOI) return { marker, content: bytes.subarray(0, 0), end: at + 2 }
    const length = at + 3 < bytes.length ? 256 * bytes[at + 2] + bytes[at + 3] : 0
    const end = at + 2 + length
    if (length < 2 || end > bytes.length) throw cutShort()
    return { marker, content: bytes.subarray(at + 4, end), end }
  }
  return undefined
}

/**
 * Checks the scans that follow the header, before any is read: a small file may have many, with hardly a bit in each.
 * @throws PictureError if there are too many, or of too many samples together
 */
function checkScans(
  bytes: Uint8Array,
  start: number,
  { components }: Frame,
  { maxSide }: DecodeLimits,
): void {
  let [scans, samples] = [0, 0]
  let segment = nextSegment(bytes, start)
  while (segment && segment.marker !== EOI) {
    if (segment.marker === SOS) {
      const [count = 0, ...names] = segment.content
      const ids = names.slice(0, 2 * count).filter((_, i) => i % 2 === 0)
      for (const { id, columns, rows } of components) if (ids.includes(id)) samples += 64 * columns * rows
      scans++
    }
    segment = nextSegment(bytes, segment.end)
  }
  if (scans > MOST_SCANS) throw damaged('has too many scans', `at most ${MOST_SCANS}`)
  const most = MOST_SCANNED * maxSide ** 2
  if (samples <= most) return
  throw new PictureError(
    `The JPEG has scans of ${samples} samples: expected at most ${most}. Scale it down, or save it as a baseline JPEG.`,
  )
}

/** Remarks of the programs that wrote the file. */
class Notes {
  orientation = 1
  #isJfif = false
  #hasExif = false
  /** The way of Adobe's programs to store colours; undefined without their remark. */
  #transform: number | undefined

  add(marker: number, content: Uint8Array): void {
    if (marker === APP0 && startsWith(content, 'JFIF\0')) this.#isJfif = true
    else if (marker === APP14 && startsWith(content, 'Adobe') && content.length >= 12)
      this.#transform = content[11]
    else if (marker === APP1 && startsWith(content, 'Exif\0\0') && !this.#hasExif) {
      this.#hasExif = true
      this.orientation = orientationOf(content.subarray(6))
    }
  }

  /** The meaning of the components, judged as libjpeg does. */
  spaceOf({ components }: Frame): ColourSpace {
    if (components.length === 1) return 'grey'
    if (components.length === 4) return this.#transform === 2 ? 'ycck' : 'cmyk'
    if (this.#isJfif) return 'ycc'
    if (this.#transform !== undefined) return this.#transform === 0 ? 'rgb' : 'ycc'
    return String.fromCharCode(...components.map(({ id }) => id)) === 'RGB' ? 'rgb' : 'ycc'
  }
}

function startsWith(content: Uint8Array, letters: string): boolean {
  return [...letters].every((letter, i) => content[i] === letter.charCodeAt(0))
}
