import { Argument, Command, Option } from 'commander'
import { parseIndex, parsePath } from '../arguments.ts'
import { type LoadingFlags, loadingOptions } from '../data-flags.ts'
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

/** `gradus data`, and `gradus data convert`. */
export function dataCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('data')
    .description('report on data before training: classes, repetitions, leaks; or convert pictures')
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
    .action(async (path: string, { out: folder, all = false }: ConvertFlags) => {
      const { runConversion } = await import('../data/convert.ts')
      const settings = { from: path, fromName: from, to: folder, toName: out, all }
      onExitCode(await exitCodeOfWork(() => runConversion(settings)))
    })
}
