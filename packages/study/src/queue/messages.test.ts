import { describe, expect, test } from 'vitest'
import { outcomeOf, smallPlan } from '../../test/studies.ts'
import { StudyError } from '../errors.ts'
import type { Plan } from '../plan.ts'
import { checkSize, errandId, MOST_BYTES, messages, nameOf } from './messages.ts'

/** A value as it comes out of a queue. */
const sent = (value: object): unknown => JSON.parse(JSON.stringify(value))
const JOB = { trial: 12, seed: 0, rung: 1 }

describe('messages arrive as they were sent', () => {
  test('a plan', () => {
    const plan = smallPlan({ seeds: 2 }, { l2: 0.5, dropout: { hidden: 0.25 } })
    expect(messages.announcement.read(sent(messages.announcement.write(plan)))).toEqual(plan)
  })

  test.each([undefined, 'machine 7'])('a job that was done before by %s', first => {
    const errand = { job: JOB, first }
    expect(messages.errand.read(sent(messages.errand.write(errand)))).toEqual(errand)
  })

  test('a checkpoint', () => {
    const checkpoint = Uint8Array.from({ length: 1000 }, (_, i) => i)
    const start = messages.start.read(sent(messages.start.write(checkpoint)))
    expect(new Uint8Array(start)).toEqual(checkpoint)
  })

  test.each([Uint8Array.of(1, 2, 255), undefined])('a result with the checkpoint %s', checkpoint => {
    const outcome = { ...outcomeOf(smallPlan(), 3, 1, 40), worker: 'machine 7' }
    const result = { errand: { job: JOB, first: undefined }, outcome, checkpoint }
    const { checkpoint: bytes, ...others } = messages.result.read(sent(messages.result.write(result)))
    expect(others).toEqual({ errand: result.errand, outcome: { ...outcome, problem: undefined } })
    expect(bytes && new Uint8Array(bytes)).toEqual(checkpoint)
  })

  test('epochs', () => {
    const epochs = [
      [3, 40],
      [5, 44],
    ] as const
    expect(messages.epochs.read(sent(messages.epochs.write(epochs)))).toEqual(epochs)
  })
})

test.each([0, null, 'x', {}, { epochs: 3 }, { epochs: [3, [1], [1, 'x'], [1, 2, 3]] }])(
  'progress of %j is none',
  progress => {
    expect(messages.epochs.read(progress)).toEqual([])
  },
)

test.each([
  ['a plan', () => messages.announcement.read({ plan: { trials: 3 } })],
  ['no plan', () => messages.announcement.read(undefined)],
  ['a job', () => messages.errand.read({ trial: -1, seed: 0, rung: 0 })],
  ['a start', () => messages.start.read({})],
  ['a result', () => messages.result.read({ errand: JOB, outcome: 5 })],
])('%s that is damaged is refused', (_name, read) => {
  expect(read).toThrow(StudyError)
})

test('a damaged message says what is wrong, and what to do', () => {
  expect(() => messages.errand.read({ trial: 1.5, seed: 0, rung: 0 })).toThrow(
    'A message of the queue is damaged, or of another program: job.trial is 1.5: expected a whole number of at least 0. Let all machines run one version.',
  )
})

test('a study is named by its plan, whatever the order of its fields', () => {
  const plan = smallPlan()
  const turned: Plan = { ...plan, fixed: { ...plan.fixed } }
  const { trials, ...others } = turned
  expect(nameOf({ trials, ...others })).toBe(nameOf(plan))
  expect(nameOf(plan)).toMatch(/^[0-9a-f]{16}$/)
  expect(nameOf(smallPlan({ seed: '2' }))).not.toBe(nameOf(plan))
})

test('ids are no whole numbers, and have no colon, as BullMQ asks', () => {
  const ids = [errandId({ job: JOB, first: undefined }), errandId({ job: JOB, first: 'a' })]
  expect(ids).toEqual(['job-12.0.1', 'check-12.0.1'])
})

test('a checkpoint that is too large for a queue is refused', () => {
  expect(() => checkSize(JOB, new Uint8Array(MOST_BYTES))).not.toThrow()
  expect(() => checkSize(JOB, undefined)).not.toThrow()
  expect(() => checkSize(JOB, new Uint8Array(MOST_BYTES + 2 ** 20))).toThrow(
    'The checkpoint of job 12.0.1 has 65 MiB: expected at most 64 on a queue. Run the study on the threads of one machine.',
  )
})
