import { chapter3, USUAL_SEEDS } from './chapter3.ts'
import { chapterLineOf, chapterOpeningOf, chapterReportOf, chapterSummaryOf } from './chapter3-report.ts'
import { setting } from './experiments.ts'
import { isOfArticle, type Job, type JobSettings, type ReplicationName } from './jobs.ts'
import type { KeptRuns } from './kept-runs.ts'
import type { RunOutcome } from './messages.ts'
import { pageOfOutput } from './page.ts'
import { jsonLineOf, openingOf, reportOf, summaryOf } from './report.ts'
import { type ChapterResult, chapterResultOf } from './trials.ts'
import { outcomeOf, type Result, resultOf } from './verdict.ts'

/** The result of an experiment of either group. */
export type AnyResult = Result | ChapterResult

/** Prints the reports of the experiments in their order, each as soon as all its runs are over. */
export class Reporter {
  /** Results of the experiments that are reported. */
  readonly results: AnyResult[] = []
  /** Outcomes of the article's runs; those of chapter 3 are kept. */
  readonly outcomes = new Map<Job, RunOutcome>()
  readonly #settings: JobSettings
  readonly #jobs: readonly Job[]
  readonly #kept: KeptRuns
  readonly #print: (text: string) => void
  readonly #json: boolean

  constructor(
    settings: JobSettings,
    jobs: readonly Job[],
    kept: KeptRuns,
    print: (text: string) => void,
    json: boolean,
  ) {
    this.#settings = settings
    this.#jobs = jobs
    this.#kept = kept
    this.#print = print
    this.#json = json
  }

  /** Prints the introduction, and what wants no more runs. */
  open(): void {
    this.#introduce(this.#settings.names[0])
    this.report()
  }

  /** Prints what has become ready. */
  report(): void {
    for (const name of this.#settings.names.slice(this.results.length)) {
      const result = this.#resultOf(name)
      if (!result) return
      this.results.push(result)
      this.#print(this.#json ? lineOf(result) : textOf(result))
      const { names } = this.#settings
      this.#introduce(names[this.results.length])
    }
  }

  /** Prints what comes of a group's experiments together, where there are several and all are reported. */
  close(): void {
    const { names } = this.#settings
    if (this.#json || this.results.length < names.length) return
    const page = pageOfOutput()
    const ofArticle = this.results.filter(result => 'verdicts' in result)
    const ofChapter = this.results.filter(result => 'settings' in result)
    if (ofArticle.length > 1) this.#print(summaryOf(ofArticle, page))
    if (ofChapter.length > 1) this.#print(chapterSummaryOf(ofChapter, page))
  }

  /** Prints the introduction to the group of an experiment, unless it was before. */
  #introduce(name: ReplicationName | undefined): void {
    const { names, epochs = setting.epochs, seeds = USUAL_SEEDS } = this.#settings
    if (this.#json || name === undefined) return
    const group = isOfArticle(name)
    if (this.results.some(({ experiment }) => isOfArticle(experiment.name) === group)) return
    const page = pageOfOutput()
    const text = group
      ? openingOf(names.filter(isOfArticle), Math.min(epochs, setting.epochs), page)
      : chapterOpeningOf(seeds, page)
    this.#print(this.results.length === 0 ? text : `\n${text}`)
  }

  #resultOf(name: ReplicationName): AnyResult | undefined {
    const jobs = this.#jobs.filter(job => job.name === name)
    if (isOfArticle(name)) {
      const outcomes = jobs.flatMap(job => this.outcomes.get(job) ?? [])
      return outcomes.length < jobs.length ? undefined : resultOf(outcomeOf(name, outcomes))
    }
    const trials = jobs.flatMap(({ spec }) => this.#kept.get(spec) ?? [])
    if (trials.length < jobs.length) return undefined
    this.#kept.forget(jobs.map(({ spec }) => spec))
    const experiment = chapter3.find(candidate => candidate.name === name)
    return experiment && chapterResultOf(experiment, trials)
  }
}

function lineOf(result: AnyResult): string {
  return 'verdicts' in result ? jsonLineOf(result) : chapterLineOf(result)
}

function textOf(result: AnyResult): string {
  return 'verdicts' in result ? reportOf(result, pageOfOutput()) : chapterReportOf(result, pageOfOutput())
}
