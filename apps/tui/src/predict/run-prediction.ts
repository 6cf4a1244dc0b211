import { styleText } from 'node:util'
import { type Network, Predictor } from '@gradus/core'
import type { NormaliseOptions } from '@gradus/data'
import { EXIT, UsageError } from '../failure.ts'
import { checkFit, loadSplit, openModelBeside } from '../model.ts'
import { columnsOfOutput, printJson, printPainted, reportFailure, showsUnicode } from '../terminal/output.ts'
import { quoted, shortPath } from '../terminal/printable.ts'
import { glyphsFor } from '../terminal/progress-bar.ts'
import { readImages, STANDARD_INPUT } from './pictures/read-images.ts'
import {
  type Canvas,
  type Image,
  type Prediction,
  predict,
  predictionJson,
  predictionLines,
} from './prediction-text.ts'

/** Names in the help of the files and of the flag for test images. */
export const PREDICT_FLAGS = { files: '<file...>', index: '--index <n>' } as const

export interface PredictSettings extends NormaliseOptions {
  /** Pictures, raw images, or `-` for standard input. */
  readonly files: readonly string[]
  /** Test images, counted from 0. */
  readonly indices: readonly number[]
  /**
   * Absolute path of the folder with the test images; the embedded MNIST, or what GRADUS_DATA names, without
   * it.
   */
  readonly data?: string
  readonly json: boolean
}

/**
 * Predicts files and then test images, prints what comes out, and tells the exit code: a file that cannot be
 * read is reported, and the next one read. @throws UsageError, and what loadMnist throws
 */
export async function runPrediction(model: string, settings: PredictSettings): Promise<number> {
  const { files, json } = settings
  checkFiles(files)
  const pictures = files.filter(file => file !== STANDARD_INPUT)
  const { network } = await openModelBeside(model, pictures, found => {
    const others = [model, ...files].filter(file => file !== found)
    const words = others.map(file => (file === STANDARD_INPUT ? file : quoted(shortPath(file))))
    return ['predict', quoted(shortPath(found)), ...words].join(' ')
  })
  const predictor = new Predictor(network)
  const testImages = await loadTestImages(model, network, settings)
  const show = json ? (prediction: Prediction) => printJson([predictionJson(prediction)]) : textPrinter()
  let exitCode: number = EXIT.done
  for (const file of files) {
    const images = await readFileImages(file, network, settings)
    if (!images) exitCode = EXIT.failed
    if (!(await printAll(images ?? [], predictor, show))) return exitCode
  }
  await printAll(testImages, predictor, show)
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

async function loadTestImages(
  model: string,
  network: Network,
  { indices, data }: PredictSettings,
): Promise<Image[]> {
  if (indices.length === 0) return []
  const examples = await loadSplit({ split: 'test', ...(data !== undefined && { data }) })
  checkFit(model, network, examples)
  const last = examples.length - 1
  return indices.map(index => {
    if (index > last) {
      throw new UsageError(PREDICT_FLAGS.index, String(index), `Expected a test image of 0 .. ${last}.`)
    }
    const { label, pixels } = examples.at(index)
    return { source: { index, label }, pixels, cols: examples.cols }
  })
}

/** The images of a file; undefined if it cannot be read, which is reported. */
async function readFileImages(
  file: string,
  { sizes }: Network,
  { polarity }: NormaliseOptions,
): Promise<Image[] | undefined> {
  try {
    const images = await readImages(file, sizes[0] ?? 0, { polarity })
    const isAlone = images.length === 1
    return images.map((pixels, image) => ({ source: isAlone ? { file } : { file, image }, pixels }))
  } catch (error) {
    reportFailure(error)
    return undefined
  }
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
function textPrinter(): (prediction: Prediction) => Promise<boolean> {
  const { env, platform, stdout } = process
  const canvas: Canvas = {
    columns: columnsOfOutput(),
    unicode: showsUnicode(env, platform),
    bar: glyphsFor(env, platform).done,
    paint: (style, text) => styleText(style, text, { stream: stdout }),
  }
  let separator: readonly string[] = []
  return prediction => {
    const lines = [...separator, ...predictionLines(prediction, canvas)]
    separator = ['']
    return printPainted(lines)
  }
}
