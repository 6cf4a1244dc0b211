import { Command, CommanderError } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { compareCommand } from './commands/compare.ts'
import { dataCommand } from './commands/data.ts'
import { doctorCommand } from './commands/doctor.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { inspectCommand } from './commands/inspect.ts'
import { predictCommand } from './commands/predict.ts'
import { replicateCommand } from './commands/replicate.ts'
import { runsCommand } from './commands/runs.ts'
import { serveCommand } from './commands/serve.ts'
import { shrinkCommand } from './commands/shrink.ts'
import { studyCommand } from './commands/study.ts'
import { trainCommand } from './commands/train.ts'
import { workerCommand } from './commands/worker.ts'
import { EXIT, UsageError } from './failure.ts'
import { faultLines, tell } from './terminal/output.ts'
import { calledAs } from './terminal/printable.ts'

/** Runs the command line, without the program's own two arguments, and tells the exit code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done
  const program = createProgram(code => {
    exitCode = code
  })
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    if (!(error instanceof UsageError)) throw error
    for (const line of faultLines(error.message)) tell(line)
    return EXIT.usage
  }
}

function createProgram(onExitCode: (code: number) => void): Command {
  const program = new Command(calledAs())
    .description('A neural network that a person can read, watch and ship.')
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureOutput({ outputError: tellError, writeOut: writeHelp })
    .showHelpAfterError('(add --help for the flags and what they take)')
    // Flags after the name of a nested command are its own, even where the command has some of the same names.
    .enablePositionalOptions()
    // Throws where commander would end the process.
    .exitOverride()
  const commands = [
    dataCommand,
    trainCommand,
    doctorCommand,
    studyCommand,
    workerCommand,
    runsCommand,
    compareCommand,
    evaluateCommand,
    predictCommand,
    inspectCommand,
    shrinkCommand,
    serveCommand,
    replicateCommand,
  ].map(make => make(onExitCode))
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program))
    for (const nested of command.commands) nested.copyInheritedSettings(program)
  }
  program.addCommand(bundleCommand(program), { hidden: true })
  return program
}

/** No command, but a script of the repository, which alone has the sources that it builds: it says so. */
function bundleCommand(program: Command): Command {
  const command = new Command('bundle').copyInheritedSettings(program).showHelpAfterError(false)
  const message = "unknown command 'bundle': only the repository of Gradus has what it builds from. Run"
  return command
    .helpOption(false)
    .allowUnknownOption()
    .argument('[any...]')
    .action(() => command.error(`error: ${message} \`pnpm bundle <model>\` in a copy of the repository.`))
}

/**
 * Prints an error on one line: only commander's suggestions stand on a second one; other breaks come from
 * arguments.
 */
function tellError(message: string): void {
  tell(message.trimEnd().replace('\n(Did you mean ', ' (Did you mean '))
}

/** The examples of the help as they are called here. */
function writeHelp(text: string): void {
  process.stdout.write(text.replaceAll(/(?<=[$|] )gradus(?= )/g, calledAs()))
}
