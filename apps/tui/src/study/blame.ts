import { StudyError } from '@gradus/study'
import { checkThreads } from '@gradus/study/node'
import { UsageError } from '../failure.ts'
import { FLAGS, type TrainSettings } from '../run/settings.ts'
import { type Conduct, STUDY_FLAGS, type StudyChoices, shownAddress } from './settings.ts'

/** Flags by the parts of a study that an error may blame. */
const BLAMED: ReadonlyMap<string, string> = new Map(
  Object.entries(STUDY_FLAGS).filter(([name]) => name !== 'networkSeed'),
)

/**
 * The usage error of the flag that is to blame for a study that cannot be; the error itself, where no flag was given.
 */
export function blameStudyFlag(error: unknown, given: StudyChoices | Partial<Conduct>): unknown {
  if (!(error instanceof StudyError)) return error
  const values: ReadonlyMap<string, unknown> = new Map(Object.entries(given))
  const name = error.field === 'space' && !values.has('space') ? 'try' : nameOfFlag(error.field)
  const [flag, value] = [BLAMED.get(name), values.get(name)]
  if (flag === undefined || value === undefined) return error
  const shown = name === 'queue' ? shownAddress(String(value)) : [value].flat().join(' ')
  return new UsageError(flag, shown, error.message, { cause: error })
}

/** Name of the flag that gives a part of a study. */
function nameOfFlag(field: string): string {
  return field === 'threads' ? 'workers' : field
}

/** Checks the threads and the queue before anything is made for them. @throws UsageError */
export async function checkConduct(conduct: Pick<Conduct, 'workers' | 'queue'>): Promise<void> {
  const { workers, queue } = conduct
  try {
    if (workers !== undefined) checkThreads(workers)
    if (queue !== undefined) (await import('@gradus/study/queue')).readAddress(queue)
  } catch (error) {
    throw blameStudyFlag(error, conduct)
  }
}

/** The same for the run that the trials differ from: its data, and what ends it. */
export function blameRunFlag(error: unknown, { data, trainSize, split, stop, base }: TrainSettings): unknown {
  if (!(error instanceof StudyError)) return error
  const blame = (flag: string, value: string): UsageError =>
    new UsageError(flag, value, error.message, { cause: error })
  if (error.field === 'stop' && stop)
    return base ? blame(FLAGS.spec, base.file) : blame(FLAGS.stop, String(stop.epochs))
  if (error.field !== 'data') return error
  if (trainSize !== undefined) return blame(FLAGS.trainSize, String(trainSize))
  if (split !== undefined) return blame(FLAGS.split, split.shares.join())
  return data === undefined ? error : blame(FLAGS.data, data)
}
