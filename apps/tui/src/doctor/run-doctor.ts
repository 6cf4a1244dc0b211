import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { completeSpec, type Spec } from '@gradus/core'
import { FileError } from '@gradus/core/node'
import { type Cure, examine, type Report, type Subject, usualBudget } from '@gradus/doctor'
import { ThreadLab } from '@gradus/doctor/node'
import { StudyError } from '@gradus/study'
import { EXIT, exitCodeOf, UsageError } from '../failure.ts'
import { DOCTOR, RUNS_FLAG, runsFolderOf } from '../history/runs-folder.ts'
import { watchInterrupts } from '../interrupts.ts'
import { lock } from '../run/lock.ts'
import { describeWays } from '../run/settings.ts'
import { blameRunFlag } from '../study/blame.ts'
import { withLoadingLine } from '../study/plan-study.ts'
import { countOf, formatCount, splitCounts } from '../terminal/format.ts'
import {
  columnsOfOutput,
  onBrokenOutput,
  printJson,
  printPainted,
  reportFailure,
  tell,
} from '../terminal/output.ts'
import { themeOf } from '../terminal/theme.ts'
import { plannedRun } from '../train/spec-file.ts'
import { ExaminationProgress } from './progress.ts'
import { reportJson, reportLines } from './report-lines.ts'
import { DOCTOR_FLAGS, type DoctorSettings } from './settings.ts'
import { trainCommand } from './train-command.ts'

/** Examines a run, and tells the exit code. @throws UsageError */
export async function runDoctor(settings: DoctorSettings): Promise<number> {
  const { json, runs, budget, takeOver } = settings
  try {
    const { subject, notes } = await subjectOf(settings)
    const ledger = ledgerOf(subject, runsFolderOf(runs, process.env))
    await mkdir(dirname(ledger), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw new UsageError(RUNS_FLAG, ledger, new FileError('write', dirname(ledger), error).message)
    })
    const release = await lock(RUNS_FLAG, ledger, takeOver, { work: 'examination' })
    try {
      if (!json) for (const line of [...notes, ...openingLines(subject.spec, settings)]) tell(line)
      return await new Examination(subject, ledger, settings).run()
    } finally {
      release()
    }
  } catch (error) {
    if (!(error instanceof StudyError)) throw error
    if (error.field === 'budget' && budget !== undefined)
      throw new UsageError(DOCTOR_FLAGS.budget, String(budget), error.message, { cause: error })
    reportFailure(error)
    return error.field === 'budget' || error.field === 'data' ? EXIT.usage : EXIT.failed
  }
}

/** Loads the data of a run. Test data are left out: they decide nothing. @throws UsageError; StudyError */
async function subjectOf({
  run,
}: DoctorSettings): Promise<{ readonly subject: Subject; readonly notes: readonly string[] }> {
  const planned = await withLoadingLine(loading => plannedRun({ ...run, test: false }, loading))
  const { spec, splits, names, notes } = planned
  const { train, validation, test } = splits
  if (validation) return { subject: { spec, train, validation, test, classes: names.classes }, notes }
  const remedy = 'Set examples aside for validation, by a smaller --train-size or by --split.'
  throw blameRunFlag(
    new StudyError(
      'data',
      `There are no validation data: expected some, since changes are judged by them alone. ${remedy}`,
    ),
    run,
  )
}

/** Path of the ledger of these data: examinations of any run on them share it. */
function ledgerOf({ train, validation }: Subject, folder: string): string {
  const name = createHash('sha256').update(`${train.hash} ${validation.hash}`).digest('hex').slice(0, 16)
  return join(folder, DOCTOR, `${name}.jsonl`)
}

function openingLines(spec: Spec, { budget = usualBudget(spec), workers }: DoctorSettings): string[] {
  const { sizes, seed, epochs, miniBatchSize, eta, data } = spec
  const learning = `${countOf(epochs, 'epoch')}, mini-batches of ${formatCount(miniBatchSize)}, eta ${eta}`
  return [
    `Examining network ${sizes.join('-')}, seed ${seed}; examples: ${splitCounts(data)}`,
    [learning, ...describeWays(spec)].join(', '),
    `On ${countOf(threadsOf(workers), 'thread')}, with at most ${countOf(budget, 'example')} to train on`,
  ]
}

function threadsOf(workers = availableParallelism()): number {
  return workers
}

/** An examination that signals and broken pipes can stop. */
class Examination {
  readonly #subject: Subject
  readonly #ledger: string
  readonly #settings: DoctorSettings
  readonly #progress: ExaminationProgress
  readonly #end = new AbortController()
  /** Exit code of one that was asked to stop. */
  #exitCode: number | undefined

  constructor(subject: Subject, ledger: string, settings: DoctorSettings) {
    this.#subject = subject
    this.#ledger = ledger
    this.#settings = settings
    this.#progress = new ExaminationProgress(settings)
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const stop = (code: number): void => {
      this.#exitCode ??= code
      this.#progress.stop()
      this.#end.abort()
    }
    onBrokenOutput(stop)
    const interrupts = watchInterrupts(signal => stop(exitCodeOf(signal)))
    try {
      const report = await this.#examine()
      return report ? await this.#tell(report) : this.#tellStop()
    } finally {
      interrupts.dispose()
      onBrokenOutput(undefined)
    }
  }

  /** @returns the report; undefined if it was asked to stop before the end */
  async #examine(): Promise<Report | undefined> {
    const { workers, budget, run } = this.#settings
    const { signal } = this.#end
    const lab = await ThreadLab.start(this.#subject, {
      ...{ threads: threadsOf(workers), engine: run.engine, ledger: this.#ledger, signal },
      onResult: trial => this.#progress.take(trial),
    })
    try {
      return await examine(this.#subject, lab, { budget, onPhase: phase => this.#progress.begin(phase) })
    } catch (error) {
      if (signal.aborted) return undefined
      throw error
    } finally {
      await lab.close()
      this.#progress.close()
    }
  }

  async #tell(report: Report): Promise<number> {
    const { json, run, given } = this.#settings
    const commandOf = ({ flags, fields, epochs, seed }: Cure): string | undefined =>
      flags === undefined
        ? undefined
        : trainCommand(completeSpec({ ...report.spec, ...fields, epochs, seed }), report.spec, { run, given })
    if (json) await printJson([reportJson({ report, commandOf })])
    else {
      const paper = { columns: columnsOfOutput(), theme: themeOf(process.stdout, process.env) }
      await printPainted(reportLines({ report, commandOf, seconds: this.#progress.seconds }, paper))
    }
    return this.#exitCode ?? (report.status === 'healthy' ? EXIT.done : EXIT.ill)
  }

  #tellStop(): number {
    tell(
      `Stopped after ${countOf(this.#progress.spent, 'example')}. No trial that was done is lost: the same command goes on`,
    )
    return this.#exitCode ?? EXIT.failed
  }
}
