import { type Course, costOf, type FieldValue, type Job, type StudyEvent } from '@gradus/study'
import { closedRung } from './transcript.ts'
import type { Winner } from './winner.ts'

/** The first line of a study: its plan, and how far it is. */
export function startedJson(name: string, folder: string, course: Course): object {
  const { plan, rung, progress } = course
  return { type: 'started', name, folder, plan, examples: costOf(plan), rung, ...progress }
}

/** A line for programs on an event of a study. */
export function eventJson(course: Course, event: StudyEvent): object {
  const { validation = 1 } = course.plan.fixed.data
  switch (event.type) {
    case 'begun':
    case 'given-back':
      return { type: event.type, ...jobOf(event.job), worker: event.worker }
    case 'verified':
      return { type: event.type, ...jobOf(event.job), workers: event.workers }
    case 'epoch': {
      const { type, job, worker, epoch, correct } = event
      return { type, ...jobOf(job), worker, epoch, correct, accuracy: correct / validation }
    }
    case 'done': {
      const { epochs, sha256, problem, seconds, worker, ...job } = event.outcome
      const correct = epochs.at(-1)?.correct
      const judged = correct === undefined ? {} : { correct, accuracy: correct / validation }
      const values = trialValues(course, job.trial)
      return { type: 'done', ...jobOf(job), values, ...judged, sha256, problem, seconds, worker }
    }
    case 'rung': {
      const { best, ...rung } = closedRung(course, event.rung)
      return {
        type: 'rung',
        ...rung,
        best: best ? { ...best, values: trialValues(course, best.trial) } : null,
      }
    }
    default:
      return event
  }
}

function jobOf({ trial, seed, rung }: Job): Job {
  return { trial, seed, rung }
}

/** The values of a trial, by field. */
export function trialValues(course: Course, trial: number): Record<string, FieldValue> {
  const { dimensions } = course.trials.space
  const values = course.trials.values(trial)
  return Object.fromEntries(
    dimensions.flatMap(({ field }, d) => {
      const value = values[d]
      return value === undefined ? [] : [[field, value]]
    }),
  )
}

/** The result of a study, for programs. */
export function resultJson(course: Course, winner: Winner): object {
  const { verdict, spec, validation, test, sha256, files, command } = winner
  const { winner: row, second, lead, isNoise } = verdict
  return {
    ...{ trial: row.trial, values: trialValues(course, row.trial), accuracy: row.accuracy },
    ...{ validation, test: test ?? null, sha256, spec, files, command },
    second: second
      ? { trial: second.trial, values: trialValues(course, second.trial), accuracy: second.accuracy }
      : null,
    ...{ lead: lead ?? null, isNoise },
  }
}
