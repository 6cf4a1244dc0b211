import type { EngineChoice } from '@gradus/core'
import { Command, Option } from 'commander'
import { parseCount } from '../arguments.ts'
import { choicesOf, type LoadingFlags, loadingOptions } from '../data-flags.ts'
import { STUDY_FLAGS } from '../study/settings.ts'
import { exitCodeOfWork } from '../terminal/output.ts'
import { dataOption, engineOption } from './run-settings.ts'

interface WorkerFlags extends LoadingFlags {
  readonly queue: string
  readonly workers?: number
  readonly name?: string
  readonly engine: EngineChoice
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  $ gradus worker --queue redis://127.0.0.1:6379
  $ gradus worker --queue postgres://gradus@db.example/gradus --workers 8
  $ gradus worker --queue redis://10.0.0.5:6379 --data ./garments

Trains the trials that gradus study --queue hands out, until Ctrl-C, which gives the trials at hand back to other workers.
Before it takes a trial it compares its data and its engine with those of the study: the same program and the same data are needed.
The queue is on Redis, Valkey or PostgreSQL, and needs the packages bullmq, and ioredis or pg: npm install bullmq ioredis`

/** `gradus worker`. */
export function workerCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('worker')
    .description('train the trials of studies that are on a queue')
    .addOption(
      new Option(
        STUDY_FLAGS.queue,
        'redis://HOST:6379 or postgres://USER@HOST/DATABASE, as the study has it',
      ).makeOptionMandatory(),
    )
    .addOption(
      new Option(STUDY_FLAGS.workers, 'threads of this machine (default: one a core)').argParser(parseCount),
    )
    .addOption(new Option(STUDY_FLAGS.name, 'name that no other worker has (default: machine and process)'))
    .addOption(engineOption())
    .addOption(dataOption())
  for (const option of loadingOptions()) command.addOption(option)
  return command
    .addOption(new Option('--json', 'one JSON object a line on standard output'))
    .addHelpText('after', EXAMPLES)
    .action(async ({ queue, workers, name, engine, json = false, ...flags }: WorkerFlags) => {
      const data = { data: flags.data, ...choicesOf(flags) }
      const settings = { queue, workers, name, engine, json, data }
      const work = async (): Promise<number> =>
        (await import('../study/serve-studies.ts')).serveStudies(settings)
      onExitCode(await exitCodeOfWork(work))
    })
}
