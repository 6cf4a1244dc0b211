import type { NetworkNames } from '@gradus/core'
import { Fields, readNames } from '@gradus/core/node'
import { type Plan, StudyError } from '@gradus/study'

/** Facts of a study beside its plan: they decide nothing, and tell how its data are made again. */
export interface About {
  /** Time of its beginning, ISO 8601. */
  readonly begun: string
  /** Absolute path of the data; the embedded MNIST without it. */
  readonly data?: string | undefined
  /** The meaning of the inputs and outputs. */
  readonly names: NetworkNames
  /** Whether flags, or a file, said how the data are made: to make them again then takes the names. */
  readonly form: 'usual' | 'chosen'
}

/** Reads what was kept beside a plan. @throws StudyError if it is damaged */
export function readAbout(value: unknown, { fixed }: Plan): About {
  const blame = (problem: string): StudyError =>
    new StudyError('store', `The first line of the study is damaged: about: ${problem}. Restore the file.`)
  const fields = new Fields(value, 'about', blame)
  return {
    begun: fields.time('begun'),
    data: fields.optional('data', fields.text),
    names: readNames(fields.object('names'), fixed),
    form: fields.oneOf('form', ['usual', 'chosen']),
  }
}
