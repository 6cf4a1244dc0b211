import type { Row } from '@gradus/study'
import { countOf } from '../../terminal/format.ts'
import type { Span } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import type { RunningJob, StudySnapshot } from '../study-snapshot.ts'

/** Accuracy of a trial, unless it diverged. */
export function accuracyOf({ accuracy, standing }: Row): number | undefined {
  return standing === 'diverged' ? undefined : accuracy
}

/** Jobs at hand by trial. */
export type RunningByTrial = ReadonlyMap<number, readonly RunningJob[]>

export function runningByTrial({ running }: Pick<StudySnapshot, 'running'>): RunningByTrial {
  return Map.groupBy(running, ({ job }) => job.trial)
}

/** Characters that tell of each rung of a trial: ended, at hand, to come, none, diverged. */
const MARKS = { unicode: '●◐○·×', ascii: '*>o.x' }

/** A character for each rung of a trial. */
export function rungMarks(
  row: Row,
  { plan }: Pick<StudySnapshot, 'plan'>,
  isRunning: boolean,
  theme: Theme,
): string {
  const [ended = '', atHand = '', toCome = '', none = '', diverged = ''] = theme.unicode
    ? MARKS.unicode
    : MARKS.ascii
  const { rung: last = -1, standing } = row
  const marks = plan.rungs.map((_, rung) => {
    if (rung === last && standing === 'diverged') return diverged
    if (rung <= last) return ended
    if (standing === 'dropped' || standing === 'diverged') return none
    return rung === last + 1 && isRunning ? atHand : toCome
  })
  return marks.join('')
}

/** Standing of a trial in words, the longest first. */
export function standingTexts(
  row: Row,
  study: StudySnapshot,
  running: readonly RunningJob[],
): readonly Span[] {
  const [first] = running
  const { plan, rung } = study
  if (first) {
    const epoch = `epoch ${(plan.rungs[first.job.rung - 1] ?? 0) + first.accuracies.length}`
    const others = running.length > 1 ? ` and ${running.length - 1} more` : ''
    return [
      ['accent', `${epoch} on ${first.worker}${others}`],
      ['accent', epoch],
    ]
  }
  const { standing, rung: last = -1 } = row
  switch (standing) {
    case 'waiting':
      return [['dim', 'waiting']]
    case 'dropped':
      return [['dim', 'dropped']]
    case 'diverged':
      return [['alarm', 'diverged']]
    case 'finished':
      return [['good', 'finished']]
    case 'on':
      return last < rung
        ? [`on to ${countOf(plan.rungs[last + 1] ?? 0, 'epoch')}`, 'on']
        : [`${countOf(plan.rungs[last] ?? 0, 'epoch')} done`, 'done']
  }
}

/** Accuracies of a trial after each epoch, with those of the run at hand where there is one run a trial. */
export function curveOf(
  { curve, rung = -1 }: Row,
  { plan }: Pick<StudySnapshot, 'plan'>,
  [running]: readonly RunningJob[],
): readonly number[] {
  if (!running || plan.seeds > 1 || running.job.rung !== rung + 1) return curve
  return [...curve, ...running.accuracies]
}

/**
 * Place of an accuracy between the worst so far (0) and the best (1), by the logarithm of the error: so that 95 %
 * and 97 % look as different as 90 % and 94 %.
 */
export function shareOfRange(
  accuracy: number,
  { range, plan }: Pick<StudySnapshot, 'range' | 'plan'>,
): number {
  if (!range) return 0
  const least = 1 / (2 * (plan.fixed.data.validation ?? 1))
  const error = (value: number): number => Math.log(Math.max(least, 1 - value))
  const [worst, best] = [error(range.least), error(range.most)]
  return worst === best ? 1 : (worst - error(accuracy)) / (worst - best)
}
