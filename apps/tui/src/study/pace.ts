import { type Course, type Outcome, type Plan, rungSizes } from '@gradus/study'
import type { RunningJob } from './study-snapshot.ts'

/** Time that examples take, as measured, and the time that is left. */
export class Pace {
  readonly #plan: Plan
  readonly #course: Course
  /** Seconds of work and examples of the outcomes of each rung. */
  readonly #measured: { seconds: number; examples: number }[]

  constructor(course: Course) {
    this.#course = course
    this.#plan = course.plan
    this.#measured = course.plan.rungs.map(() => ({ seconds: 0, examples: 0 }))
    for (let rung = 0; rung <= course.rung; rung++) {
      for (const trial of course.members(rung)) {
        for (let seed = 0; seed < course.plan.seeds; seed++) {
          const outcome = course.outcome({ trial, seed, rung })
          if (outcome) this.take(outcome)
        }
      }
    }
  }

  /** Takes an outcome; the seconds of one that diverged may be of an epoch that was not completed. */
  take({ rung, seconds, epochs, problem }: Outcome): void {
    const measured = this.#measured[rung]
    if (!measured || problem !== undefined) return
    measured.seconds += seconds
    measured.examples += epochs.length * this.#plan.fixed.data.train
  }

  /**
   * Seconds until the study is over: jobs of the rungs to come are as long as those of the last rung that was
   * measured, and as many are done at a time as there are workers.
   */
  secondsLeft(running: readonly RunningJob[], threads: number | undefined): number | undefined {
    const { plan, rung, progress } = {
      plan: this.#plan,
      rung: this.#course.rung,
      progress: this.#course.progress,
    }
    const pace = this.#secondsPerExample(running)
    const workers = threads ?? running.length
    if (pace === undefined || workers === 0) return undefined
    const jobSeconds = (r: number): number => this.#epochsOf(r) * plan.fixed.data.train * pace
    const shares = running
      .filter(({ job }) => job.rung === rung)
      .map(({ accuracies }) => accuracies.length / this.#epochsOf(rung))
    const left = progress.total - progress.done
    const longest = left > shares.length ? 1 : 1 - Math.min(1, ...shares)
    const atHand = left - shares.reduce((sum, share) => sum + share, 0)
    const sizes = rungSizes(plan)
    const later = sizes.map((size, r) =>
      r <= rung ? 0 : Math.ceil((size * plan.seeds) / workers) * jobSeconds(r),
    )
    const now = left === 0 ? 0 : Math.max(atHand / workers, longest) * jobSeconds(rung)
    return later.reduce((sum, seconds) => sum + seconds, now)
  }

  /** The measure of the newest rung that has outcomes; before there are any, as the jobs at hand let expect. */
  #secondsPerExample(running: readonly RunningJob[]): number | undefined {
    const measured = this.#measured.findLast(({ examples }) => examples > 0)
    if (measured) return measured.seconds / measured.examples
    const epochs = running.reduce((sum, { accuracies }) => sum + accuracies.length, 0)
    const seconds = running.reduce((sum, { since, told }) => sum + (told - since) / 1000, 0)
    return epochs === 0 ? undefined : seconds / (epochs * this.#plan.fixed.data.train)
  }

  #epochsOf(rung: number): number {
    const { rungs } = this.#plan
    return (rungs[rung] ?? 0) - (rungs[rung - 1] ?? 0)
  }
}
