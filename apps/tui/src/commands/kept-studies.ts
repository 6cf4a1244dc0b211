import { join } from 'node:path'
import type { EngineChoice } from '@gradus/core'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { parseCount, parsePath } from '../arguments.ts'
import { runsFolderOf, runsOption, STUDIES } from '../history/runs-folder.ts'
import { FLAGS } from '../run/settings.ts'
import { type Conduct, STUDY_FLAGS } from '../study/settings.ts'
import { exitCodeOfWork } from '../terminal/output.ts'
import { dataOption, engineOption } from './run-settings.ts'

/** The flags that change nothing of what comes out, as commander gives them. */
export interface ConductFlags extends Partial<Conduct> {
  readonly runs?: string
}

interface ResumeFlags extends ConductFlags {
  readonly data?: string
  readonly engine: EngineChoice
  readonly takeOver?: true
}

interface ShowFlags {
  readonly runs?: string
  readonly json?: boolean
  readonly limit?: number
}

interface ExportFlags {
  readonly runs?: string
  readonly csv?: string
  readonly json?: string
  readonly format?: 'csv' | 'json'
}

const NAME = '[name]'
/** Number of trials, and of studies, that a person is shown. */
const USUAL_LIMIT = 20
/** Options that change nothing of what comes out. */
export function conductOptions(): Option[] {
  return [
    new Option(STUDY_FLAGS.workers, 'threads of this machine (default: one a core)')
      .argParser(parseCount)
      .conflicts('queue'),
    new Option(
      STUDY_FLAGS.queue,
      'hand the trials to gradus worker by a queue, redis://HOST:6379 or postgres://USER@HOST/DATABASE, and train none here',
    ),
    new Option(
      STUDY_FLAGS.verify,
      'of the trials that two workers do, such as 5%: they must agree to the bit (default: none)',
    ).argParser(parseVerified),
    new Option('--plain', 'lines instead of the screen'),
    new Option('--exit', 'leave the screen as soon as the study is over'),
    new Option('--json', 'one JSON object a line on standard output'),
    runsOption(),
  ]
}

/** Parses a share of all trials, such as `5%` or `0.05`. */
function parseVerified(text: string): number {
  const [, number = '', percent] = /^\s*(\d+\.?\d*|\.\d+)\s*(%)?\s*$/.exec(text) ?? []
  const share = number === '' ? Number.NaN : Number(number) / (percent ? 100 : 1)
  if (share >= 0 && share <= 1) return share
  throw new InvalidArgumentError('Expected a share of 0 to 1, such as 5% or 0.05.')
}

/** Choices on how a study is carried out. */
export function conductOf(
  { workers, queue, verify, json = false, plain = false, exit = false }: ConductFlags,
  command: Command,
): Conduct {
  if (verify !== undefined && queue === undefined)
    command.error(
      `error: option '${STUDY_FLAGS.verify}' needs option '${STUDY_FLAGS.queue}': the threads of one machine share its faults`,
    )
  return { workers, queue, verify, json, plain, exit }
}

/** `gradus study resume`. */
export function resumeCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('resume')
    .description('go on with a study that was stopped, with the same results as if it had not been')
    .addArgument(new Argument(NAME, 'the study').default('last', 'the newest'))
    .addOption(dataOption())
    .addOption(engineOption())
  for (const option of conductOptions()) command.addOption(option)
  return command
    .addOption(
      new Option(
        FLAGS.takeOver,
        'remove the lock of a study of which cannot be told whether it goes on, such as on another machine',
      ),
    )
    .action(async (name: string, flags: ResumeFlags) => {
      refuseFlagsOfStudy(command)
      const { runs, data, engine, takeOver = false } = flags
      const conduct = conductOf(flags, command)
      const work = async (): Promise<number> =>
        (await import('../study/run-study.ts')).resumeStudy(name, { runs, data, engine, takeOver }, conduct)
      onExitCode(await exitCodeOfWork(work))
    })
}

/** `gradus study show`. */
export function showCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('show')
    .description('show the trials of a study, the best first')
    .addArgument(new Argument(NAME, 'the study, or last; all of them without it'))
  return listing(command).action(async (name: string | undefined, flags: ShowFlags) => {
    refuseFlagsOfStudy(command)
    const work = async (): Promise<number> => {
      const { showStudies, showStudy } = await import('../study/show-studies.ts')
      const settings = showSettingsOf(flags)
      return name === undefined ? showStudies(settings) : showStudy(name, settings)
    }
    onExitCode(await exitCodeOfWork(work))
  })
}

/** `gradus study list`. */
export function listCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('list').description('list the studies, the newest first')
  return listing(command).action(async (flags: ShowFlags) => {
    refuseFlagsOfStudy(command)
    const work = async (): Promise<number> =>
      (await import('../study/show-studies.ts')).showStudies(showSettingsOf(flags))
    onExitCode(await exitCodeOfWork(work))
  })
}

/** The options of what lists something. */
function listing(command: Command): Command {
  return command
    .addOption(runsOption())
    .addOption(
      new Option('--limit <n>', `list n at the most (default: ${USUAL_LIMIT}; with --json all)`).argParser(
        parseCount,
      ),
    )
    .addOption(new Option('--json', 'one JSON object a study on standard output, a line each'))
}

function showSettingsOf({ runs, json = false, limit }: ShowFlags) {
  const folder = folderOf(runs)
  return { folder, runs, json, limit: limit ?? (json ? undefined : USUAL_LIMIT) }
}

/** `gradus study export`. */
export function exportCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('export')
    .description('write the trials of a study as a table (CSV) or as JSON')
    .addArgument(new Argument(NAME, 'the study').default('last', 'the newest'))
    .addOption(
      new Option('--csv <file>', 'the file of a table').argParser(parsePath).conflicts(['json', 'format']),
    )
    .addOption(new Option('--json <file>', 'the file of JSON').argParser(parsePath).conflicts('format'))
    .addOption(
      new Option('--format <name>', 'on standard output, in place of a file').choices(['csv', 'json']),
    )
    .addOption(runsOption())
  return command.action(async (name: string, { runs, csv, json, format }: ExportFlags) => {
    refuseFlagsOfStudy(command)
    const file = csv ?? json
    const form = csv === undefined ? (json === undefined ? format : 'json') : 'csv'
    if (form === undefined)
      return command.error(
        "error: no form is given: expected option '--csv <file>', '--json <file>' or '--format <name>'",
      )
    const work = async (): Promise<number> =>
      (await import('../study/export-study.ts')).exportStudy(name, {
        folder: folderOf(runs),
        format: form,
        file,
      })
    onExitCode(await exitCodeOfWork(work))
  })
}

function folderOf(runs: string | undefined): string {
  return join(runsFolderOf(runs, process.env), STUDIES)
}

/** Flags before the name of a subcommand are those of a new study: they would change nothing, and not be told. */
function refuseFlagsOfStudy(command: Command): void {
  const { parent } = command
  for (const option of parent?.options ?? []) {
    if (parent?.getOptionValueSource(option.attributeName()) !== 'cli') continue
    command.error(
      `error: option '${option.flags}' stands before ${command.name()}: expected it after, if that takes it`,
    )
  }
}
