import { Command, Option } from 'commander'
import { modelArgument } from '../model.ts'
import { exitCodeOfWork } from '../terminal/output.ts'

const EXAMPLES = `
Examples:
  $ gradus inspect gradus.safetensors
  $ gradus inspect run.checkpoint                          and where the run stands
  $ gradus inspect gradus.safetensors --json | jq .sha256

For every layer: shape (neurons x inputs), smallest, largest and mean number, standard deviation, Euclidean norm, and how many
are exactly 0.`

/** `gradus inspect`. */
export function inspectCommand(onExitCode: (code: number) => void): Command {
  return new Command('inspect')
    .description('describe the contents of a model file')
    .addArgument(modelArgument)
    .addOption(new Option('--json', 'one JSON object on standard output'))
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, { json = false }: { readonly json?: boolean }) => {
      const { runInspection } = await import('../inspect/inspect.ts')
      onExitCode(await exitCodeOfWork(() => runInspection(model, json)))
    })
}
