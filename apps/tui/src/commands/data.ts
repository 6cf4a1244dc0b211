import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { parseIndex, parsePath } from '../arguments.ts'
import { type LoadingFlags, loadingOptions, parseImageSize } from '../data-flags.ts'
import { exitCodeOfWork } from '../terminal/output.ts'

interface DataFlags extends LoadingFlags {
  readonly sample: number
  readonly export?: string
  readonly json?: boolean
}

interface ConvertFlags {
  readonly out: string
  readonly all?: boolean
}

interface StrokesFlags {
  readonly out: string
  readonly examples: readonly number[]
  readonly seed: number
  readonly as: 'idx' | 'png'
  readonly size?: { readonly rows: number; readonly cols: number }
  readonly wholePad?: boolean
  readonly force?: boolean
}

const PATH = '[path]'
const EXPORT = '--export <file>'

const EXAMPLES = `
Examples:
  $ gradus data                                     MNIST, which is embedded
  $ gradus data ./garments                          a folder with a folder of pictures a class
  $ gradus data flowers.csv --label species --split 80,10,10
  $ gradus data ./garments --export sheet.svg       the contact sheet as a picture
  $ gradus data ./garments --json | jq '.findings[].sentence'
  $ gradus data convert ./photos --out ./garments   pictures of other formats, once, to PNG
  $ gradus data strokes --out ./strokes             drawn digits, made by seed

The report tells what the data hold, how many examples are the same (also between training and test, which makes accuracy
flatter), and what to do about it. Give train the same path and flags.`

const CONVERT_EXAMPLES = `
Examples:
  $ gradus data convert ./photos --out ./garments
  $ gradus data convert ./photos --out ./garments --all     with the PNG and JPEG pictures that need no converting
  $ gradus data convert sketch.webp --out .

Reads WebP, GIF (its first frame), TIFF, AVIF, SVG, and what else the package sharp can, which does the work: npm install sharp.
Folders stay as they are. Pictures are turned upright as their EXIF orientation says, and made no larger than 2048 pixels a side.
What is there is never written over: after Ctrl-C the same command goes on. A picture that cannot be read is reported, and the
next one converted; the exit code is then 1.`

const STROKES_EXAMPLES = `
Examples:
  $ gradus data strokes --out ./strokes
  $ gradus train --data ./strokes
  $ gradus data strokes --out ./strokes --force --examples 50000,10000,10000 --seed 7
  $ gradus data strokes --out ./pads --as png --size 200           pictures of the whole pad
  $ gradus evaluate ./model.safetensors --data ./strokes           a model of MNIST on what people draw

Draws the usual variants of each digit, such as a 1 with and without flag and foot, in 40 styles of size, place, slant, width, tremor
and pen. The same flags give the same files, to the byte. Other hands write for training than for validation, and others for test.
IDX files are images in MNIST's form, unless --whole-pad is given; PNG files are pictures of the pad, dark on light, in a folder a digit.`

/** `gradus data`, `gradus data convert` and `gradus data strokes`. */
export function dataCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('data')
    .description(
      'report on data before training: classes, repetitions, leaks; convert pictures, or draw digits',
    )
    .addArgument(
      new Argument(PATH, 'what train takes as --data (default: what GRADUS_DATA names, or MNIST)').argParser(
        parsePath,
      ),
    )
    .addOption(
      new Option('--sample <n>', 'the seed that chooses the pictures of the contact sheet')
        .argParser(parseIndex)
        .default(0),
    )
    .addOption(new Option(EXPORT, 'write the contact sheet to this SVG file').argParser(parsePath))
    .addOption(new Option('--json', 'one JSON object on standard output'))
  for (const option of loadingOptions()) command.addOption(option.helpGroup('Loading:'))
  return command
    .addCommand(convertCommand(onExitCode))
    .addCommand(strokesCommand(onExitCode))
    .addHelpText('after', EXAMPLES)
    .action(async (path: string | undefined, flags: DataFlags) => {
      const { sample, json = false, export: file, ...loading } = flags
      const { showReport } = await import('../data/show-report.ts')
      const settings = { path, argument: PATH, sample, json, file, fileFlag: EXPORT, loading }
      onExitCode(await exitCodeOfWork(() => showReport(settings)))
    })
}

function convertCommand(onExitCode: (code: number) => void): Command {
  const [from, out] = ['<path>', '--out <folder>']
  return new Command('convert')
    .description('convert pictures that Gradus does not read to PNG, once')
    .addArgument(new Argument(from, 'a picture, or a folder with pictures in it').argParser(parsePath))
    .addOption(new Option(out, 'the folder to write to').argParser(parsePath).makeOptionMandatory())
    .addOption(new Option('--all', 'copy PNG and JPEG pictures there as well'))
    .addHelpText('after', CONVERT_EXAMPLES)
    .action(async (path: string, { out: folder, all = false }: ConvertFlags, command: Command) => {
      refuseFlagsOfReport(command)
      const { runConversion } = await import('../data/convert.ts')
      const settings = { from: path, fromName: from, to: folder, toName: out, all }
      onExitCode(await exitCodeOfWork(() => runConversion(settings)))
    })
}

function strokesCommand(onExitCode: (code: number) => void): Command {
  const [out, examples] = ['--out <folder>', '--examples <numbers>']
  return new Command('strokes')
    .description('draw digits as people do, by seed')
    .addOption(new Option(out, 'the new folder to write to').argParser(parsePath).makeOptionMandatory())
    .addOption(
      new Option(examples, 'drawings for training, validation and test')
        .argParser(parseExamples)
        .default([10_000, 2000, 2000], '10000,2000,2000'),
    )
    .addOption(new Option('--seed <n>', 'the seed of the drawings').argParser(parseIndex).default(0))
    .addOption(new Option('--as <files>', 'kind of the files').choices(['idx', 'png']).default('idx'))
    .addOption(
      new Option(
        '--size <pixels>',
        'of the images, such as 28, or 28x20 for rows and columns (default: 28, or 140 as PNG)',
      ).argParser(parseImageSize),
    )
    .addOption(new Option('--whole-pad', "images of the whole pad, as PNG files are, not in MNIST's form"))
    .addOption(new Option('--force', 'replace the drawings that are in the folder'))
    .addHelpText('after', STROKES_EXAMPLES)
    .action(async (flags: StrokesFlags, command: Command) => {
      refuseFlagsOfReport(command)
      const { drawStrokes } = await import('../data/strokes.ts')
      const settings = { wholePad: false, force: false, ...flags, outFlag: out, examplesFlag: examples }
      onExitCode(await exitCodeOfWork(() => drawStrokes(settings)))
    })
}

/** Commander takes flags of the report in any place: without this they would change nothing, and not be told. */
function refuseFlagsOfReport(command: Command): void {
  const { parent } = command
  for (const option of parent?.options ?? []) {
    if (parent?.getOptionValueSource(option.attributeName()) !== 'cli') continue
    command.error(`error: unknown option '${option.long ?? option.flags}'`, {
      code: 'commander.unknownOption',
    })
  }
}

/** Parses numbers of examples for training, validation and test, such as `10000,2000,2000`. */
function parseExamples(text: string): readonly number[] {
  const counts = text.split(',').map(count => (/^\s*\d{1,9}\s*$/.test(count) ? Number(count) : Number.NaN))
  const [train = 0] = counts
  if (counts.length === 3 && train > 0 && counts.every(count => Number.isFinite(count))) return counts
  throw new InvalidArgumentError(
    'Expected three whole numbers with commas between, for training, validation and test, such as 10000,2000,2000, the first above 0.',
  )
}
