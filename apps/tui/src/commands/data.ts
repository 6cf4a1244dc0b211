import { Argument, Command, Option } from 'commander'
import { parseIndex, parsePath } from '../arguments.ts'
import { LOADING_OPTIONS, type LoadingFlags } from '../data-flags.ts'
import { exitCodeOfWork } from '../terminal/output.ts'

interface DataFlags extends LoadingFlags {
  readonly sample: number
  readonly export?: string
  readonly json?: boolean
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

The report tells what the data hold, how many examples are the same (also between training and test, which makes accuracy
flatter), and what to do about it. Give train the same path and flags.`

/** `gradus data`. */
export function dataCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('data')
    .description('report on data before training: classes, repetitions, leaks')
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
  for (const option of LOADING_OPTIONS) command.addOption(option.helpGroup('Loading:'))
  return command.addHelpText('after', EXAMPLES).action(async (path: string | undefined, flags: DataFlags) => {
    const { sample, json = false, export: file, ...loading } = flags
    const { showReport } = await import('../data/show-report.ts')
    const settings = { path, argument: PATH, sample, json, file, fileFlag: EXPORT, loading }
    onExitCode(await exitCodeOfWork(() => showReport(settings)))
  })
}
