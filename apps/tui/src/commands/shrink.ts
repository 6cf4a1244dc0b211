import { stat } from 'node:fs/promises'
import { type Examples, type Network, Predictor, parseModel } from '@gradus/core'
import { formatSmallModel, WEIGHT_TYPES, type WeightType, writeFileAtomic } from '@gradus/core/node'
import { Command, Option } from 'commander'
import { parsePath } from '../arguments.ts'
import { EXIT, UsageError } from '../failure.ts'
import { modelArgument, openModelBytes } from '../model.ts'
import { EVALUATION_OPTIONS, loadSplit, type SplitSettings } from '../model-data.ts'
import { namesIn } from '../run/settings.ts'
import { formatCount, formatEvaluation } from '../terminal/format.ts'
import { exitCodeOfWork, print, printJson } from '../terminal/output.ts'
import { openProgressLine } from '../terminal/progress-bar.ts'

const EXAMPLES = `
Examples:
  $ gradus shrink gradus.safetensors --weights int8 --out small.safetensors
  $ gradus shrink gradus.safetensors --weights float16 --out half.safetensors --json | jq .sha256

The weights are rounded: the file holds another network, with a SHA-256 of its own. What that costs is counted on the
validation examples. Biases stay float64.`

const OUT = '--out <file>'

const OPTIONS: readonly Option[] = [
  new Option('--weights <type>', 'type of the weights in the file, of 4 bytes, 2 or 1')
    .choices(WEIGHT_TYPES.filter(type => type !== 'float64'))
    .makeOptionMandatory(),
  new Option(OUT, 'where to save the smaller model').argParser(parsePath).makeOptionMandatory(),
  ...EVALUATION_OPTIONS,
]

/** `gradus shrink`. */
export function shrinkCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('shrink')
    .description('save a model in fewer bytes, and tell what accuracy that costs')
    .addArgument(modelArgument)
  for (const option of OPTIONS) command.addOption(option)
  return command.addHelpText('after', EXAMPLES).action(async (model: string, settings: ShrinkSettings) => {
    onExitCode(await exitCodeOfWork(() => shrink(model, settings)))
  })
}

interface ShrinkSettings extends Omit<SplitSettings, 'split'> {
  readonly weights: WeightType
  readonly out: string
  readonly json?: boolean
}

/** @throws UsageError, FileError, and what `loadData` throws */
async function shrink(model: string, { weights, out, json, ...source }: ShrinkSettings): Promise<number> {
  if (await isSameFile(model, out)) {
    const remedy = 'Expected another path: the weights as they were trained would be lost.'
    throw new UsageError(OUT, out, `It is the model itself. ${remedy}`)
  }
  const whole = await openModelBytes(model)
  const { network, metadata } = parseModel(whole, model)
  const rounded = parseModel(formatSmallModel(network, weights)).network
  const known = { path: model, network, names: namesIn(metadata) }
  const { parts: examples } = await loadSplit(known, { ...source, split: 'validation' })
  const [{ length: total }] = examples
  const before = await correctOf(network, examples)
  const correct = await correctOf(rounded, examples)
  const accuracy = { validation: correct / total }
  const file = formatSmallModel(rounded, weights, { ...metadata, accuracy })
  await writeFileAtomic(out, file)
  const sha256 = await rounded.sha256()
  if (json) await printJson([{ model, out, weights, bytes: file.length, sha256, correct, before, total }])
  else
    await print([
      `${out}: ${formatCount(file.length)} bytes, in ${weights}, instead of ${formatCount(whole.length)}`,
      `validation: ${formatEvaluation({ correct, total })}, before ${formatEvaluation({ correct: before, total })}`,
      `SHA-256 of the weights and biases: ${sha256}`,
    ])
  return EXIT.done
}

/** Correct predictions in float64, as everything that serves computes them. */
async function correctOf(network: Network, examples: readonly Examples[]): Promise<number> {
  const { evaluateClasses } = await import('../evaluate/evaluate.ts')
  const line = openProgressLine('Evaluating')
  const { correct } = evaluateClasses(new Predictor(network), network.cost, examples, line.show)
  line.close()
  return correct
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map(path => stat(path).catch(() => undefined)))
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev
}
