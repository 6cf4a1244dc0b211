import { styleText } from 'node:util'
import { answerOf, type Network, type NetworkNames, Predictor, type Standard, type Table } from '@gradus/core'
import type { FoundInk, NormaliseOptions } from '@gradus/data'
import { EXIT, UsageError } from '../failure.ts'
import { namesOf, openModelBeside, PREDICT_FLAGS } from '../model.ts'
import { loadSplit } from '../model-data.ts'
import { columnsOfOutput, printJson, printPainted, reportFailure, showsUnicode } from '../terminal/output.ts'
import { quoted, shortPath } from '../terminal/printable.ts'
import { glyphsFor } from '../terminal/progress-bar.ts'
import type { ShownPicture } from './found-text.ts'
import { nameOf, readFile, readImages, STANDARD_INPUT } from './pictures/read-images.ts'
import {
  type Canvas,
  type Image,
  type Prediction,
  predict,
  predictionJson,
  predictionLines,
  SEVERAL_SHAPES,
  type Warning,
} from './prediction-text.ts'

export interface PredictSettings extends NormaliseOptions {
  /** Pictures, raw images, or `-` for standard input. */
  readonly files: readonly string[]
  /** Test examples, counted from 0. */
  readonly indices: readonly number[]
  /**
   * Absolute path of the data with the test examples; the embedded MNIST, or what GRADUS_DATA names, without it.
   */
  readonly data?: string
  /** Number of the best classes to show. */
  readonly top?: number
  /** Whether to show what of a picture was found, and what was dropped. */
  readonly show?: boolean
  readonly json: boolean
}

/**
 * Predicts files and then test examples, prints what comes out, and tells the exit code: a file that cannot be
 * read is reported, and the next one read. @throws UsageError, and what `loadData` throws
 */
export async function runPrediction(model: string, settings: PredictSettings): Promise<number> {
  const { files, json } = settings
  checkFiles(files)
  const pictures = files.filter(file => file !== STANDARD_INPUT)
  const opened = await openModelBeside(model, pictures, found => {
    const others = [model, ...files].filter(file => file !== found)
    const words = others.map(file => (file === STANDARD_INPUT ? file : quoted(shortPath(file))))
    return ['predict', quoted(shortPath(found)), ...words].join(' ')
  })
  const { network } = opened
  const names = namesOf(opened)
  checkShow(settings, names)
  const predictor = new Predictor(network)
  const tested = await loadTestExamples(model, network, names, settings)
  const { top } = settings
  const classes = names.classes ?? tested.classes
  const show = json
    ? (prediction: Prediction) => printJson([predictionJson(prediction, classes, top)])
    : textPrinter(classes, top)
  let exitCode: number = EXIT.done
  for (const file of files) {
    const images = await readFileInputs(file, network, names, settings)
    if (!images) exitCode = EXIT.failed
    if (!(await printAll(images ?? [], predictor, show))) return exitCode
  }
  await printAll(tested.images, predictor, show)
  return exitCode
}

function checkFiles(files: readonly string[]): void {
  if (files.filter(file => file === STANDARD_INPUT).length < 2) return
  throw new UsageError(
    PREDICT_FLAGS.files,
    STANDARD_INPUT,
    'Standard input can be read only once. Name it once.',
  )
}

/** @throws UsageError for a model of no pictures */
function checkShow({ show = false }: PredictSettings, { preprocessing }: NetworkNames): void {
  if (!show || preprocessing === undefined || preprocessing.kind === 'image') return
  throw new UsageError(PREDICT_FLAGS.show, '', 'The model takes no pictures. Leave the flag out.')
}

async function loadTestExamples(
  model: string,
  network: Network,
  names: NetworkNames,
  { indices, data, show }: PredictSettings,
): Promise<{ readonly images: Image[]; readonly classes?: readonly string[] | undefined }> {
  if (indices.length === 0) return { images: [] }
  const selected = await loadSplit({ path: model, network, names }, { split: 'test', data })
  const { classes, parts } = selected
  const [examples] = parts
  const last = examples.length - 1
  const images = indices.map((index): Image => {
    if (index > last) {
      const noun = examples.kind === 'sparse' ? 'image' : 'example'
      throw new UsageError(PREDICT_FLAGS.index, String(index), `Expected a test ${noun} of 0 .. ${last}.`)
    }
    const source = { index, label: answerOf(examples, index) }
    if (examples.kind === 'sparse') {
      const picture = show ? 'raw' : undefined
      return { source, pixels: examples.at(index).pixels, cols: examples.cols, picture }
    }
    const { inputSize, x } = examples
    return {
      source: { ...source, noun: 'example' },
      pixels: x.subarray(index * inputSize, (index + 1) * inputSize),
    }
  })
  return { images, classes }
}

/** The inputs in a file; undefined if it cannot be read, which is reported. */
async function readFileInputs(
  file: string,
  { sizes }: Network,
  names: NetworkNames,
  { polarity, show = false }: PredictSettings,
): Promise<Image[] | undefined> {
  const { preprocessing } = names
  try {
    if (preprocessing?.kind === 'table') return await readTableRows(file, preprocessing, names)
    if (preprocessing?.kind === 'standard') return await readNumberRows(file, preprocessing)
    let warnings: readonly Warning[] = []
    const onShapes = (shapes: number): void => {
      if (shapes > 1) warnings = [SEVERAL_SHAPES]
    }
    let picture: ShownPicture | undefined = show ? 'raw' : undefined
    const onFound = (found: FoundInk | undefined): void => {
      picture = found ?? 'resized'
    }
    const looks = { onShapes, ...(show && { onFound }) }
    const images = await readImages(file, sizes[0] ?? 0, { polarity, preprocessing, ...looks })
    const isAlone = images.length === 1
    const shape = preprocessing?.kind === 'image' && { cols: preprocessing.cols }
    return images.map((pixels, image) => ({
      source: isAlone ? { file } : { file, image },
      pixels,
      warnings,
      picture,
      ...shape,
    }))
  } catch (error) {
    reportFailure(error)
    return undefined
  }
}

/** The rows of a table, some of which may have the label. */
async function readTableRows(file: string, table: Table, { classes }: NetworkNames): Promise<Image[]> {
  const { readRows } = await import('@gradus/data/node')
  const isFile = file !== STANDARD_INPUT
  const rows = await readRows(isFile ? file : await readFile(file), table, nameOf(file))
  return rows.map(({ input, label: name }, i) => {
    const label = name === undefined ? -1 : (classes?.indexOf(name) ?? Number(name))
    const place = rows.length === 1 ? { file } : { file, image: i }
    return { source: { ...place, noun: 'row', ...(label >= 0 && { label }) }, pixels: input }
  })
}

/** Rows of numbers without names: CSV without a header, or a list of numbers, or of such lists, as JSON. */
async function readNumberRows(file: string, { means, spreads }: Standard): Promise<Image[]> {
  const columns = means.map((_, k) => ({ name: `column ${k + 1}` }))
  const table: Table = { kind: 'table', label: '', columns, means, spreads }
  const { readRows } = await import('@gradus/data/node')
  const rows = await readRows(namedNumbers(await readFile(file)), table, nameOf(file))
  return rows.map(({ input }, i) => {
    const place = rows.length === 1 ? { file } : { file, image: i }
    return { source: { ...place, noun: 'row' }, pixels: input }
  })
}

/** Lists of JSON with names for their numbers; other bytes as they are. */
function namedNumbers(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes)
  if (!text.trimStart().startsWith('[')) return bytes
  let rows: unknown
  try {
    rows = JSON.parse(text)
  } catch {
    // The reader of rows tells the problem.
    return bytes
  }
  if (!Array.isArray(rows)) return bytes
  const lists: unknown[] = rows.some(Array.isArray) ? rows : [rows]
  const named = lists.map(list =>
    Array.isArray(list) ? Object.fromEntries(list.map((value, k) => [`column ${k + 1}`, value])) : list,
  )
  return new TextEncoder().encode(JSON.stringify(named))
}

/** Fulfilled with whether somebody still reads. */
async function printAll(
  images: readonly Image[],
  predictor: Predictor,
  show: (prediction: Prediction) => Promise<boolean>,
): Promise<boolean> {
  for (const image of images) {
    if (!(await show(predict(predictor, image)))) return false
  }
  return true
}

/** Predictions for people, an empty line between two. */
function textPrinter(
  classes: readonly string[] | undefined,
  top: number | undefined,
): (prediction: Prediction) => Promise<boolean> {
  const { env, platform, stdout } = process
  const canvas: Canvas = {
    columns: columnsOfOutput(),
    unicode: showsUnicode(env, platform),
    bar: glyphsFor(env, platform).done,
    classes,
    top,
    paint: (style, text) => styleText(style, text, { stream: stdout }),
  }
  let separator: readonly string[] = []
  return prediction => {
    const lines = [...separator, ...predictionLines(prediction, canvas)]
    separator = ['']
    return printPainted(lines)
  }
}
