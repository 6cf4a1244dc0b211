import { examine, type Lab, LocalLab, type Report, type Trial, trainTrial } from '@gradus/doctor'
import { RecordedLab, type RecordedRun } from '@gradus/doctor/node'
import { beforeAll, describe, expect, it } from 'vitest'
import { quadrantsRun } from '../../test/runs.ts'
import { trialOf } from '../trial.ts'

/** A run that is longer than a trial, and not too long for the budget. */
const subject = quadrantsRun({ eta: 0.02, epochs: 40 })
const budget = 150_000

/** Examines the run. @returns the report, and the trials that were trained for it */
async function examined(record?: RecordedRun): Promise<{ report: Report; trained: readonly Trial[] }> {
  const trained: Trial[] = []
  const local = new LocalLab(subject)
  const counting: Lab = {
    run: trials => {
      trained.push(...trials)
      return local.run(trials)
    },
  }
  const lab = record ? new RecordedLab(counting, record) : counting
  return { report: await examine(subject, lab, { budget }), trained }
}

const isWhole = ({ spec, data }: Trial): boolean =>
  JSON.stringify([spec, data]) === JSON.stringify([subject.spec, {}])

let record: RecordedRun
let plain: Awaited<ReturnType<typeof examined>>
beforeAll(async () => {
  const result = await trainTrial(trialOf(subject.spec), subject)
  if (!result) throw new Error('Nobody stops it')
  record = { spec: subject.spec, result: { ...result, saturated: [], findings: [] } }
  plain = await examined()
})

describe('an examination with the record of its run', () => {
  it('does not train the whole run again, and has the same report', async () => {
    expect(plain.trained.filter(isWhole)).toHaveLength(1)
    const { report, trained } = await examined(record)
    expect(trained.filter(isWhole)).toEqual([])
    expect(trained).toHaveLength(report.cost.trials - 1)
    expect(JSON.stringify(report)).toBe(JSON.stringify(plain.report))
    expect(report.whole?.sha256).toBe(record.result.sha256)
  })

  it.each([
    [
      'of other bits',
      ({ result }: RecordedRun) => {
        const epochs = result.epochs.map(epoch => ({ ...epoch, cost: epoch.cost * (1 + 2 ** -52) }))
        return { spec: subject.spec, result: { ...result, epochs } }
      },
    ],
    ['of another run', ({ result }: RecordedRun) => ({ spec: { ...subject.spec, seed: '9' }, result })],
    [
      'with fewer epochs than a trial',
      ({ result }: RecordedRun) => ({
        spec: subject.spec,
        result: { ...result, epochs: result.epochs.slice(0, 3) },
      }),
    ],
  ])('trains it again where that is one %s', async (_, changed) => {
    const { report, trained } = await examined(changed(record))
    expect(trained.filter(isWhole)).toHaveLength(1)
    expect(JSON.stringify(report)).toBe(JSON.stringify(plain.report))
  })
})
