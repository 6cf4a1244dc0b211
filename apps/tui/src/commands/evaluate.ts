import { Command, Option } from 'commander'
import { modelArgument } from '../model.ts'
import { EVALUATION_OPTIONS, PART_FLAG, SPLITS, type SplitSettings } from '../model-data.ts'
import { exitCodeOfWork } from '../terminal/output.ts'

const EXAMPLES = `
Examples:
  $ gradus evaluate gradus.safetensors                      on the test images
  $ gradus evaluate gradus.safetensors --split validation   on what train kept for validation
  $ gradus evaluate gradus.safetensors --data ./garments    data of your own, made as the model takes them
  $ gradus evaluate flowers.safetensors --data new.csv --split all
  $ gradus evaluate gradus.safetensors --json | jq .accuracy

Recall is the share of a class's examples that are predicted correctly, precision the share of its predictions that are correct.`

const OPTIONS: readonly Option[] = [
  new Option(
    PART_FLAG,
    'the examples to evaluate (default: test; or all, if they came as one set that the model was not trained on)',
  ).choices(SPLITS),
  ...EVALUATION_OPTIONS,
]

/** `gradus evaluate`. */
export function evaluateCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('evaluate')
    .description('evaluate the accuracy of a model, class by class')
    .addArgument(modelArgument)
  for (const option of OPTIONS) command.addOption(option)
  return command
    .addHelpText('after', EXAMPLES)
    .action(
      async (model: string, { json = false, ...flags }: SplitSettings & { readonly json?: boolean }) => {
        const { runEvaluation } = await import('../evaluate/evaluate.ts')
        onExitCode(await exitCodeOfWork(() => runEvaluation(model, { ...flags, json })))
      },
    )
}
