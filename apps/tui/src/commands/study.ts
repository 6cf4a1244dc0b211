import type { SamplerName } from '@gradus/study'
import { Command, Option } from 'commander'
import { parseCount, parsePath } from '../arguments.ts'
import { parseSplitSeed } from '../data-flags.ts'
import { FLAGS } from '../run/settings.ts'
import { STUDY_FLAGS, type StudyChoices } from '../study/settings.ts'
import { exitCodeOfWork } from '../terminal/output.ts'
import {
  type ConductFlags,
  conductOf,
  conductOptions,
  exportCommand,
  listCommand,
  resumeCommand,
  showCommand,
} from './kept-studies.ts'
import { parseSpecPath, type RunFlags, runOptions, runSettingsOf } from './run-settings.ts'

type StudyFlags = Omit<RunFlags, 'seed'> &
  StudyChoices &
  ConductFlags & { readonly networkSeed: RunFlags['seed']; readonly name?: string }

const SAMPLERS = ['sobol', 'random', 'grid'] as const satisfies readonly SamplerName[]

const EXAMPLES = `
Examples:
  $ gradus study --try eta=0.1..10                       27 trials of eta, with all else as the textbook has it
  $ gradus study --try eta=0.1..10 --try hidden=15,30,100x50 --trials 54 --epochs 30
  $ gradus study --try eta=0.1..10 l2=0.01..10 --cost cross-entropy --budget 100000000
  $ gradus study --try eta=0.01,0.1,1,10,100 --sampler grid --rungs 1 --epochs 3 --seeds 3
  $ gradus study --space space.json --recipe modern --name modern-1
  $ gradus study --data flowers.csv --try eta=0.1..10 --try hidden=none,8,16
  $ gradus study --try eta=0.1..10 --json > study.jsonl
  $ gradus study --try eta=0.1..10 --queue redis://127.0.0.1:6379 --verify 5%
  $ gradus study resume last
  $ gradus study show last
  $ gradus study export last --csv trials.csv

A field takes a range (eta=0.1..10, on a logarithmic scale; uniform:0..5 on a uniform one) or choices (activation=sigmoid,relu).
It has the name of its flag of gradus train: --try mini-batch-size=8..64; all other flags say what is fixed. Trials are judged by the
validation data alone: all are trained for a few epochs, one in three goes on, and so on (the rungs); the winner is evaluated on the
test data once, at the end. --seed is the study's, by which values are drawn; --network-seed is what gradus train calls --seed.
The same flags give the same trials and the same winner, to the bit, on any number of threads and machines.
Ctrl-C stops, and loses no finished trial: gradus study resume goes on; a second one quits at once.`

/** Options of the space and the schedule, by the groups of the help. */
const STUDY_OPTIONS: Readonly<Record<string, readonly Option[]>> = {
  'Study:': [
    new Option(
      STUDY_FLAGS.try,
      'a field and its values, such as eta=0.1..10 or hidden=15,30,100x50; again for others',
    ),
    new Option(
      STUDY_FLAGS.space,
      'fields and their values as JSON, such as {"eta": {"log": [0.1, 10]}}',
    ).argParser(parsePath),
    new Option(
      STUDY_FLAGS.trials,
      'number of trials (default: what the budget pays, all of a grid, or 27)',
    ).argParser(parseCount),
    new Option(
      STUDY_FLAGS.budget,
      'examples to train on in all trials together, at the most (default: no bound)',
    ).argParser(parseCount),
    new Option(STUDY_FLAGS.seed, 'the seed of the study, by which values are drawn (default: 0)').argParser(
      parseSplitSeed,
    ),
    new Option(
      STUDY_FLAGS.sampler,
      'the way to choose values: evenly, each on its own, or all combinations (default: sobol)',
    ).choices(SAMPLERS),
    new Option(STUDY_FLAGS.gridSteps, 'values of each range, of a grid (default: 5)').argParser(parseCount),
    new Option(
      STUDY_FLAGS.seeds,
      'runs of each trial, each with another seed of the network; their mean counts (default: 1)',
    ).argParser(parseCount),
    new Option(STUDY_FLAGS.rungs, 'times that trials are judged, at the most (default: 3)').argParser(
      parseCount,
    ),
    new Option(STUDY_FLAGS.name, 'name of the study (default: by the time)'),
  ],
}

/** `gradus study`. */
export function studyCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('study').description(
    'find the right hyper-parameters: many trials, judged by the validation data',
  )
  const spec = new Option(
    FLAGS.spec,
    'fix what a Spec says: JSON from train --print-spec (- for standard input), a record, a checkpoint or a model. Flags override it',
  ).argParser(parseSpecPath)
  const groups = Object.entries({
    ...STUDY_OPTIONS,
    ...runOptions(STUDY_FLAGS.networkSeed),
    'Running:': [spec, ...conductOptions()],
  })
  for (const [group, options] of groups)
    for (const option of options) command.addOption(option.helpGroup(group))
  for (const make of [resumeCommand, showCommand, listCommand, exportCommand])
    command.addCommand(make(onExitCode))
  return command.addHelpText('after', EXAMPLES).action(async (flags: StudyFlags) => {
    const { runs, name } = flags
    const conduct = conductOf(flags, command)
    const choices = choicesOf(flags)
    if (choices.try === undefined && choices.space === undefined)
      command.error(
        `error: nothing is to be tried: expected a field and its values by option '${STUDY_FLAGS.try}', such as --try eta=0.1..10, or a file of them by '${STUDY_FLAGS.space}'`,
      )
    const settings = await runSettingsOf({ ...flags, seed: flags.networkSeed }, command, 'networkSeed')
    const run = {
      ...settings,
      ...{ out: undefined, checkpoint: undefined, checkpointSeconds: 1, resume: undefined, watched: false },
    }
    const given = new Set(
      Object.keys(command.opts()).filter(option => command.getOptionValueSource(option) === 'cli'),
    )
    const work = async (): Promise<number> =>
      (await import('../study/run-study.ts')).beginStudy({ choices, run, given }, { runs, name }, conduct)
    onExitCode(await exitCodeOfWork(work))
  })
}

function choicesOf(flags: StudyFlags): StudyChoices {
  const { try: tried, space, trials, budget, seed, seeds, rungs, sampler, gridSteps } = flags
  return {
    ...(tried && { try: tried }),
    ...(space !== undefined && { space }),
    ...(trials !== undefined && { trials }),
    ...(budget !== undefined && { budget }),
    ...(seed !== undefined && { seed }),
    ...(seeds !== undefined && { seeds }),
    ...(rungs !== undefined && { rungs }),
    ...(sampler !== undefined && { sampler }),
    ...(gridSteps !== undefined && { gridSteps }),
  }
}
