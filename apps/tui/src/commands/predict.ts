import type { Polarity } from '@gradus/data'
import { Command, Option } from 'commander'
import { parseCount, parseIndex, parsePath } from '../arguments.ts'
import { modelArgument, PREDICT_FLAGS } from '../model.ts'
import { DATA_FLAGS } from '../run/settings.ts'
import { exitCodeOfWork } from '../terminal/output.ts'

interface PredictFlags {
  readonly index: readonly number[]
  readonly data?: string
  readonly top?: number
  readonly polarity: Polarity | 'auto'
  readonly show?: boolean
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  $ gradus predict gradus.safetensors seven.png photo.jpg
  $ gradus predict gradus.safetensors --index 0 --index 8    two of the test images
  $ gradus predict gradus.safetensors --polarity light-on-dark chalk.jpg
  $ gradus predict gradus.safetensors --show seven.png       what was found, and what was dropped
  $ curl -s https://example.org/7.png | gradus predict gradus.safetensors -
  $ gradus predict gradus.safetensors *.png --json | jq .label
  $ gradus predict garments.safetensors --top 3 shoe.jpg
  $ gradus predict flowers.safetensors new.csv               rows of a table, with or without the label
  $ echo '[1.4, 0.2]' | gradus predict arrays.safetensors -  rows of numbers, as JSON or as CSV without a header

A file is a PNG or JPEG picture of one thing, of at most 32 MiB and 8192 pixels a side, or else raw images: bytes that are taken
as they are, 784 an image (as many as the model has inputs), one image after the other. A picture is turned upright as its EXIF
orientation says, laid on white where it is transparent, made grey, and brought into the form that the model takes; ink that
this hides is found by its opacity or its colour. - reads standard input. A file that cannot be read is reported, and the next
one read; the exit code is then 1.`

const OPTIONS: readonly Option[] = [
  new Option(
    PREDICT_FLAGS.index,
    'predict test example n, counted from 0, and tell whether that is correct; repeatable',
  )
    .argParser((text, before: readonly number[]) => [...before, parseIndex(text)])
    .default([], 'none'),
  new Option(
    DATA_FLAGS.data,
    'data with the test examples, made as the model takes them (default: what GRADUS_DATA names, or else the embedded MNIST)',
  ).argParser(parsePath),
  new Option(
    '--top <n>',
    'show the n best classes, the best first (default: all; of many with names 10)',
  ).argParser(parseCount),
  new Option('--polarity <how>', 'how the ink stands out in a picture')
    .choices(['light-on-dark', 'dark-on-light', 'auto'])
    .default('auto'),
  new Option(
    PREDICT_FLAGS.show,
    'show what of a picture was found and what was dropped, and the image that the network gets',
  ),
  new Option('--json', 'one JSON object an input on standard output, a line each'),
]

/** `gradus predict`. */
export function predictCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('predict')
    .description('predict the classes of pictures, images or rows')
    .addArgument(modelArgument)
    .argument('[file...]', 'pictures, raw images, or - for standard input')
  for (const option of OPTIONS) command.addOption(option)
  return command
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, files: readonly string[], flags: PredictFlags) => {
      const { index: indices, polarity, json = false, ...data } = flags
      if (files.length + indices.length === 0) {
        command.error("error: missing argument 'file': name a picture, or a test example by --index")
      }
      const options = polarity === 'auto' ? {} : { polarity }
      const settings = { files, indices, json, ...data, ...options }
      const { runPrediction } = await import('../predict/run-prediction.ts')
      onExitCode(await exitCodeOfWork(() => runPrediction(model, settings)))
    })
}
