import { checkCount, checkOneOf } from './checks.ts'
import { OptionError } from './errors.ts'
import { powerOf } from './math/operations.ts'
import { cos } from './math/trigonometry.ts'

/** The name of a schedule, as options give it. */
export type ScheduleName = Schedule['name']

/**
 * The learning rate over the epochs: constant; in steps, times `factor` after every so many epochs; falling
 * along half a cosine from eta to nearly 0 at the last of the Spec's epochs (Loshchilov and Hutter 2016,
 * https://arxiv.org/abs/1608.03983); or times `factor` whenever the accuracy on the validation data has not
 * bettered for so many epochs (Nielsen, chapter 3: an exercise halves it so).
 */
export type Schedule = PlainSchedule | StepSchedule

/** A schedule without numbers of its own. */
export interface PlainSchedule {
  /** Name of the schedule. */
  readonly name: 'constant' | 'cosine'
}

/** A schedule that makes the learning rate smaller from time to time. */
export interface StepSchedule {
  /** Name of the schedule. */
  readonly name: 'step' | 'plateau'
  /** Epochs between two steps; of a plateau, those without a better accuracy: at least 1. */
  readonly epochs: number
  /** Factor of the learning rate at each step, between 0 and 1. */
  readonly factor: number
}

/** A schedule, or its name: what is left out gets its usual value. */
export type GivenSchedule =
  | ScheduleName
  | {
      /** Name of the schedule. */
      readonly name: ScheduleName
      /** As {@link StepSchedule} has it; 10 by default. */
      readonly epochs?: number | undefined
      /** As {@link StepSchedule} has it; 0.1 by default, and 0.5 of a plateau. */
      readonly factor?: number | undefined
    }

/** All schedules. */
export const SCHEDULES: readonly ScheduleName[] = ['constant', 'step', 'cosine', 'plateau']

/** The whole schedule. @throws OptionError for a name or a number that is none of its */
export function scheduleOf(given: GivenSchedule): Schedule {
  const { name, ...numbers } = typeof given === 'string' ? { name: given } : given
  checkOneOf('schedule', name, SCHEDULES)
  if (name === 'constant' || name === 'cosine') {
    if (numbers.epochs === undefined && numbers.factor === undefined) return { name }
    throw new OptionError(
      'schedule',
      `The schedule ${name} has a number of epochs or a factor: expected none. Leave them out, or take step or plateau.`,
    )
  }
  const { epochs = 10, factor = name === 'step' ? 0.1 : 0.5 } = numbers
  checkCount('schedule.epochs', epochs)
  if (factor > 0 && factor < 1) return { name, epochs, factor }
  throw new OptionError(
    'schedule',
    `The schedule's factor is ${factor}: expected a number between 0 and 1, such as 0.5.`,
  )
}

/** A complete epoch, as far as schedules and choices go by it. */
export interface JudgedEpoch {
  /** Counted from 0. */
  readonly epoch: number
  /** Evaluation on the validation data, where there are any. */
  readonly validation?: {
    /** Number of examples whose label is predicted. */
    readonly correct: number
  }
}

/** Whether a schedule takes other rates where a run has more epochs. */
export function dependsOnEpochs({ name }: Schedule): boolean {
  return name === 'cosine'
}

/**
 * The factor of the learning rate in an epoch.
 * @param epochs of the whole run @param history complete epochs; those before this one count
 */
export function scheduleFactor(
  schedule: Schedule,
  epoch: number,
  epochs: number,
  history: readonly JudgedEpoch[],
): number {
  switch (schedule.name) {
    case 'constant':
      return 1
    case 'cosine':
      // A run that is over still has the rate of its last epoch.
      return (1 + cos((Math.PI * Math.min(epoch, epochs - 1)) / epochs)) / 2
    case 'step':
      return powerOf(schedule.factor, Math.floor(epoch / schedule.epochs))
    case 'plateau':
      return powerOf(schedule.factor, plateausOf(history.slice(0, epoch), schedule.epochs))
  }
}

/** The number of times that the accuracy has not bettered for so many epochs; each time counts anew. */
function plateausOf(history: readonly JudgedEpoch[], patience: number): number {
  let [best, waited, plateaus] = [-1, 0, 0]
  for (const { validation } of history) {
    const correct = validation?.correct ?? 0
    waited = correct > best ? 0 : waited + 1
    best = Math.max(best, correct)
    if (waited < patience) continue
    plateaus++
    waited = 0
  }
  return plateaus
}

/** The epoch of the best accuracy on the validation data, the first of equal ones; undefined before any. */
export function bestEpoch(history: readonly JudgedEpoch[]): number | undefined {
  let best: JudgedEpoch | undefined
  for (const record of history) {
    if (record.validation && record.validation.correct > (best?.validation?.correct ?? -1)) best = record
  }
  return best?.epoch
}
