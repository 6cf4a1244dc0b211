import { diffSpecs, type Spec } from '@gradus/core'
import type { TrialEpoch } from '@gradus/doctor'
import type { RecordedRun } from '@gradus/doctor/node'
import type { Run } from '../history/run.ts'

/**
 * The result of a run as its record has it, for an examination that need not train it again.
 * @param spec of the run that is examined. @returns undefined where that is another one, or the record has not all of it
 */
export function recordedRun({ spec: recorded, result, history }: Run, spec: Spec): RecordedRun | undefined {
  const { status, sha256 } = result
  // An examination has no test data.
  const isSame = diffSpecs([recorded, spec]).every(({ field }) => field === 'data.test')
  if (!isSame || status !== 'done' || sha256 === undefined) return undefined
  const epochs = history.flatMap(({ cost, training, validation }): TrialEpoch[] => {
    if (!training || !validation) return []
    const { correct, total } = validation
    return [
      {
        cost,
        training: { correct: training.correct, total: training.total },
        validation: { correct, total, cost: validation.cost },
      },
    ]
  })
  if (epochs.length === 0 || epochs.length < history.length) return undefined
  return { spec, result: { sha256, epochs, saturated: [], findings: [] } }
}
