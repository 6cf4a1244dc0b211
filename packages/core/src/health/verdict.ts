import type { Course } from './course.ts'
import { count, figure, percent } from './wording.ts'

/** Of the cost of constant outputs: below it, something was learnt. */
const LEARNT = 0.9

export function hasLearnt(course: Course): boolean {
  return course.lastEpoch !== undefined && !course.costs(LEARNT)
}

/** The verdict on a run of which nothing is wrong, as far as is known. */
export function verdictOf(course: Course | undefined): string {
  if (!course) return 'Training has not begun.'
  const record = course.lastEpoch
  if (!record) return verdictOnBeginning(course)
  const { evaluation } = course
  const facts = [`training cost ${figure(record.cost)}`]
  if (evaluation) {
    facts.unshift(`${percent(evaluation.correct / evaluation.total)} right`)
    if (evaluation.predictions.every(times => times > 0)) facts.push('every class is predicted')
  } else facts.push('no other data to try it on')
  const state = hasLearnt(course) ? 'Healthy' : 'It is too early to tell'
  return `${state}: after ${count(course.epochs.length, 'epoch')} ${facts.join(', ')}.`
}

function verdictOnBeginning({ layers }: Course): string {
  const output = layers.at(-1)
  if (!output) return 'It is too early to tell: the first figures come within the first epoch.'
  return (
    `Nothing is wrong so far: gradients of ${figure(output.gradientNorm)} flow, and ${percent(output.saturated)} ` +
    'of the outputs are saturated; the end of the epoch will tell more.'
  )
}
