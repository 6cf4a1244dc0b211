import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { crc32, deflateSync } from 'node:zlib'
import type { GreyImage } from '@gradus/core'
import { FileError, writeFileAtomic } from '@gradus/core/node'
import { atOnce, imageOf } from '@gradus/data'
import { PARTS, type PartName } from '@gradus/data/report'
import { drawing, pictureOf, VARIANTS } from '@gradus/data/strokes'
import { EXIT, exitCodeOf, UsageError } from '../failure.ts'
import { watchInterrupts } from '../interrupts.ts'
import { countOf, formatCount } from '../terminal/format.ts'
import { columnsOfOutput, printPainted, tell } from '../terminal/output.ts'
import { calledAs, quoted, shortPath } from '../terminal/printable.ts'
import { openProgressLine } from '../terminal/progress-bar.ts'
import { wrapText } from '../terminal/text.ts'
import { themeOf } from '../terminal/theme.ts'
import { type Card, cardLines } from './contact-sheet.ts'

/** Drawings that are asked for, with the names of the flags that can be wrong. */
export interface StrokeSettings {
  /** Absolute path of the folder to write to. */
  readonly out: string
  readonly outFlag: string
  /** Drawings for training, for validation and for test. */
  readonly examples: readonly number[]
  readonly examplesFlag: string
  readonly seed: number
  readonly as: StrokeFiles
  readonly size?: { readonly rows: number; readonly cols: number } | undefined
  /** Whether IDX files have the whole pad, as PNG files do, not the ink in MNIST's form. */
  readonly wholePad: boolean
  /** Whether drawings that are there are replaced. */
  readonly force: boolean
}

/** Kinds of files: one of all images of a part, or one a picture. */
type StrokeFiles = 'idx' | 'png'

/** Sides of images, where no others are asked for. */
const USUAL_SIZES = { idx: { rows: 28, cols: 28 }, png: { rows: 140, cols: 140 } } as const
/** Names of the parts in names of IDX files, of which MNIST has the first and the last. */
const IDX_PARTS: Readonly<Record<PartName, string>> = {
  train: 'train',
  validation: 'validation',
  test: 't10k',
}
/** Files that this command writes. */
const OWN =
  /^((train|validation|t10k)-(images-idx3|labels-idx1)-ubyte|(train|validation|test)\/\d\/\d{6}\.png)$/

/** Pixels of the pad's side, from which images are made: at least so many, or so many a pixel of the image. */
const FINENESS = 224
const TIMES = 8
/** Bytes of the images of a part, at the most: what loading takes. */
const MOST_BYTES = 2 ** 30
/** Pictures of a variant on the contact sheet, at the most. */
const SHOWN = 6

/** A drawn image of a part. */
interface Drawn {
  readonly index: number
  readonly label: number
  readonly variant: string
  readonly image: Uint8Array
}

/** Draws digits into a folder, and tells the exit code. @throws UsageError, FileError */
export async function drawStrokes(settings: StrokeSettings): Promise<number> {
  const { out, examples, as, seed } = settings
  const size = settings.size ?? USUAL_SIZES[as]
  const form = as === 'png' || settings.wholePad ? 'resized' : 'normalised'
  const image: GreyImage = { kind: 'image', ...size, form }
  checkNumber(settings, image)
  await makeRoom(settings)
  const total = examples.reduce((sum, count) => sum + count, 0)
  const shown = new Map<string, Uint8Array[]>(VARIANTS.map(({ name }) => [name, []]))
  const line = openProgressLine('Drawing')
  let signal: NodeJS.Signals | undefined
  const interrupts = watchInterrupts(asked => {
    signal = asked
  })
  let done = 0
  for (const [i, part] of PARTS.entries()) {
    const images = new Uint8Array(as === 'idx' ? (examples[i] ?? 0) * image.rows * image.cols : 0)
    const labels: number[] = []
    for (const drawn of drawingsOf(part, examples[i] ?? 0, seed, image)) {
      if (as === 'png') await writePng(join(out, part, String(drawn.label)), drawn, image)
      else images.set(drawn.image, labels.length * drawn.image.length)
      labels.push(drawn.label)
      const pictures = shown.get(drawn.variant)
      if (part === 'train' && pictures && pictures.length < SHOWN) pictures.push(drawn.image)
      line.show(++done, total)
      await turn()
      if (signal) break
    }
    if (signal) break
    if (as === 'idx' && labels.length > 0) await writeIdx(out, IDX_PARTS[part], labels, images, image)
  }
  line.close()
  interrupts.dispose()
  if (signal) {
    tell('Stopped: the drawings in the folder are not complete. The same command with --force begins anew.')
    return exitCodeOf(signal)
  }
  await printPainted(textOf(settings, image, shown))
  return EXIT.done
}

/** The drawings of a part, one after another. */
function* drawingsOf(part: PartName, count: number, seed: number, image: GreyImage): Generator<Drawn> {
  const side = Math.max(FINENESS, TIMES * Math.max(image.rows, image.cols))
  for (let index = 0; index < count; index++) {
    const { label, variant, ...drawn } = drawing({ part, seed, index })
    const picture = pictureOf({ label, variant, ...drawn }, side)
    yield { index, label, variant, image: atOnce(imageOf(picture, image, { polarity: 'light-on-dark' })) }
  }
}

function textOf(
  { out, examples: [train = 0, validation = 0, test = 0], as, seed }: StrokeSettings,
  image: GreyImage,
  shown: ReadonlyMap<string, readonly Uint8Array[]>,
): string[] {
  const paper = { columns: columnsOfOutput(), theme: themeOf(process.stdout, process.env) }
  const files = as === 'idx' ? 'IDX files' : 'PNG files in a folder a digit'
  const what = image.form === 'resized' ? 'the whole pad' : "in MNIST's form"
  const parts = `${formatCount(train)} for training, ${formatCount(validation)} for validation, ${formatCount(test)} for test`
  const facts = `${parts}, of seed ${seed}: ${files}, ${image.rows} x ${image.cols} pixels, ${what}.`
  const path = quoted(shortPath(out))
  const cardsOf = (pictures: number): Card[] =>
    Array.from({ length: 10 }, (_, digit) => {
      const names = VARIANTS.filter(variant => variant.digit === digit).map(({ name }) => name)
      // A picture of each variant, and then a second one.
      const images = Array.from({ length: SHOWN }, (_, i) =>
        names.flatMap(name => (shown.get(name) ?? []).slice(i, i + 1)),
      )
      return {
        caption: [
          ['title', String(digit)],
          ['dim', `  ${names.map(name => name.slice(2)).join(', ')}`],
        ],
        images: images.flat().slice(0, pictures),
      }
    })
  return [
    ...wrapText(`Drew ${countOf(train + validation + test, 'digit')} into ${path}: ${facts}`, paper.columns),
    '',
    ...cardLines(10, cardsOf, image, paper),
    '',
    ...wrapText(`Train on them with ${calledAs()} train --data ${path}`, paper.columns),
  ]
}

/** @throws UsageError for more than can be loaded */
function checkNumber({ examples, examplesFlag }: StrokeSettings, { rows, cols }: GreyImage): void {
  const most = Math.min(1_000_000, Math.floor(MOST_BYTES / (rows * cols)))
  if (Math.max(...examples) <= most) return
  const expected = `Expected at most ${formatCount(most)} a part, of ${rows} x ${cols} pixels.`
  throw new UsageError(examplesFlag, examples.join(','), expected)
}

/** Takes drawings out of the folder, if they are to be replaced. @throws UsageError where it is none, or not empty */
async function makeRoom({ out, outFlag, force }: StrokeSettings): Promise<void> {
  const names = await mkdir(out, { recursive: true })
    .then(() => readdir(out))
    .catch((error: unknown) => {
      throw new UsageError(outFlag, out, new FileError('write', out, error).message, { cause: error })
    })
  if (names.length === 0) return
  if (!force) {
    const remedy = 'Name another folder, or add --force, which replaces the drawings in it and nothing else.'
    throw new UsageError(outFlag, out, `It is not empty: expected a new folder. ${remedy}`)
  }
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && OWN.test(path.slice(out.length + 1).replaceAll('\\', '/'))) await rm(path)
  }
}

/** The format is that of http://yann.lecun.com/exdb/mnist/ */
async function writeIdx(
  folder: string,
  part: string,
  labels: readonly number[],
  images: Uint8Array,
  { rows, cols }: GreyImage,
): Promise<void> {
  const file = (sides: readonly number[], bytes: Uint8Array): Uint8Array =>
    Buffer.concat([Buffer.from([0, 0, 8, sides.length]), ...sides.map(uint32), bytes])
  const path = (kind: string): string => join(folder, `${part}-${kind}-ubyte`)
  await writeFileAtomic(path('images-idx3'), file([labels.length, rows, cols], images))
  await writeFileAtomic(path('labels-idx1'), file([labels.length], Uint8Array.from(labels)))
}

/** Dark ink on a light ground, as on paper; the format is that of https://www.w3.org/TR/png-3/ */
async function writePng(folder: string, { index, image }: Drawn, { rows, cols }: GreyImage): Promise<void> {
  const lines = Buffer.alloc(rows * (cols + 1))
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < cols; x++) lines[y * (cols + 1) + 1 + x] = 255 - (image[y * cols + x] ?? 0)
  }
  const chunk = (type: string, content: Uint8Array): Uint8Array => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
    return Buffer.concat([uint32(content.length), body, uint32(crc32(body))])
  }
  const bytes = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.from([...uint32(cols), ...uint32(rows), 8, 0, 0, 0, 0])),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', new Uint8Array(0)),
  ])
  await mkdir(folder, { recursive: true })
  await writeFileAtomic(join(folder, `${String(index).padStart(6, '0')}.png`), bytes)
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
