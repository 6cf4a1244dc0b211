import { availableParallelism } from 'node:os'
import type { Spec } from '@gradus/core'
import { type Cure, QUESTIONS, type Report, type Subject, usualBudget } from '@gradus/doctor'
import { StudyError } from '@gradus/study'
import { EXIT, exitCodeOf, UsageError } from '../failure.ts'
import { watchInterrupts } from '../interrupts.ts'
import { describeWays } from '../run/settings.ts'
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
import { reportOn, subjectOf, withLedger } from './examination.ts'
import { ExaminationProgress } from './progress.ts'
import { reportJson, reportLines } from './report-lines.ts'
import { DOCTOR_FLAGS, type DoctorSettings } from './settings.ts'
import { cureCommand } from './train-command.ts'

/** Examines a run, and tells the exit code. @throws UsageError */
export async function runDoctor(settings: DoctorSettings): Promise<number> {
  const { json, run, budget } = settings
  try {
    const { subject, notes } = await withLoadingLine(loading => subjectOf(run, loading))
    return await withLedger(subject, settings, ledger => {
      if (!json) for (const line of [...notes, ...openingLines(subject.spec, settings)]) tell(line)
      return new Examination(subject, ledger, settings).run()
    })
  } catch (error) {
    if (!(error instanceof StudyError)) throw error
    if (error.field === 'budget' && budget !== undefined)
      throw new UsageError(DOCTOR_FLAGS.budget, String(budget), error.message, { cause: error })
    reportFailure(error)
    return error.field === 'budget' || error.field === 'data' ? EXIT.usage : EXIT.failed
  }
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
    const { workers, budget, run, record } = this.#settings
    const { signal } = this.#end
    try {
      return await reportOn(this.#subject, this.#ledger, run, {
        ...{ threads: threadsOf(workers), budget, signal, record },
        onPhase: phase => this.#progress.begin(phase),
        onTrial: trial => this.#progress.take(trial),
      })
    } catch (error) {
      if (signal.aborted) return undefined
      throw error
    } finally {
      this.#progress.close()
    }
  }

  async #tell(report: Report): Promise<number> {
    const { json, run, given } = this.#settings
    const commandOf = (cure: Cure): string | undefined => cureCommand(cure, report, { run, given })
    if (json) await printJson([reportJson({ report, commandOf })])
    else {
      const paper = { columns: columnsOfOutput(), theme: themeOf(process.stdout, process.env) }
      await printPainted(
        reportLines({ report, questions: QUESTIONS, commandOf, seconds: this.#progress.seconds }, paper),
      )
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
