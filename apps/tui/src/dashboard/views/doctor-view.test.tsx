import { beforeAll, describe, expect, test } from 'vitest'
import { overState, pausedState, trainingState } from '../../../test/dashboard-states.ts'
import { diagnosisOf, examined } from '../../../test/examinations.ts'
import { FRAMES, PLAIN, readFrame, SIZES } from '../../../test/frames.ts'
import { PLACES, readView, SMALLEST } from '../../../test/view-cases.tsx'
import type { Diagnosis } from '../../examination/examine.ts'
import { type ExaminationEvent, examinationAfter } from '../examination.ts'
import type { DashboardState } from '../state.ts'
import { DashboardView } from './dashboard-view.tsx'
import { DoctorView } from './doctor-view.tsx'

const BEGUN: ExaminationEvent = { type: 'begun', changes: 0 }
const PHASE: ExaminationEvent = {
  type: 'phase',
  phase: { name: 'small experiments', trials: 40, examples: 300_000, spent: 0, budget: 400_000 },
  seconds: 1,
}
const TRIAL: ExaminationEvent = { type: 'trial', examples: 50_000, seconds: 65 }

/** A state with an examination to which this happened, which is shown. */
function shown(events: readonly ExaminationEvent[], state = trainingState()): DashboardState {
  const examination = events.reduce<DashboardState['examination']>(examinationAfter, undefined)
  return { ...state, examination, showsDoctor: true }
}

const read = (events: readonly ExaminationEvent[], state?: DashboardState): string =>
  readView(DoctorView, shown(events, state), SMALLEST).join(' ').replaceAll(/ +/g, ' ')

let diagnosis: Diagnosis
beforeAll(async () => {
  diagnosis = diagnosisOf(await examined(0.0001))
})

describe.each(PLACES)('%s', (_, place) => {
  test('in each of its phases there is room', () => {
    for (const events of [
      [],
      [PHASE],
      [PHASE, TRIAL],
      [{ type: 'stopping' }],
      [{ type: 'stopped' }],
    ] as const)
      readView(DoctorView, shown([BEGUN, ...events]), place)
    readView(DoctorView, shown([BEGUN, { type: 'failed', message: 'Why not. '.repeat(60) }]), place)
  })

  test('the report as the command prints it, on as many pages as it takes', () => {
    const state = shown([BEGUN, diagnosis])
    const pageOf = (doctor: number): string[] =>
      readView(DoctorView, { ...state, pages: { ...state.pages, doctor } }, place)
    const count = Number(/page 1 of (\d+)/.exec(pageOf(0)[0] ?? '')?.[1] ?? 1)
    const pages = Array.from({ length: count }, (_, page) => pageOf(page).slice(1))
    const text = pages.flat().join('\n')
    expect(text.replaceAll(/\s+/g, ' ')).toContain(diagnosis.report.sentence)
    expect(text).toContain('\ngradus train --eta 3\n')
    expect(text).toMatch(/Examined by \d+ trials on .* in 0:02$/)
  })
})

test('how far it is, and that training goes on', () => {
  expect(read([BEGUN])).toContain('The run is examined as it was started. ─')
  expect(read([BEGUN])).toContain('a look at the data, the Spec and the first network 0:00')
  expect(read([BEGUN, { type: 'clock', seconds: 3 }])).toContain('first network 0:03')
  const text = read([BEGUN, PHASE, TRIAL, TRIAL])
  expect(text).toMatch(
    / ━{15}─{45} small experiments: 2 of 40 trials 1:05 100,000 of at most 400,000 examples /,
  )
  expect(text).toMatch(/Escape stops it\. .*Training goes on\./)
  expect(read([BEGUN], pausedState())).toContain('Training is paused.')
  expect(read([BEGUN], overState())).toContain(
    'The run is over. The examination ends when the dashboard is left.',
  )
})

test('the changes of eta that are examined with the run', () => {
  expect(read([{ type: 'begun', changes: 1 }])).toContain('with the 1 change of eta that it had by then')
  expect(read([{ type: 'begun', changes: 12 }])).toContain('with the 12 changes of eta that it had by then')
})

test('why it failed, and where it stopped', () => {
  expect(read([BEGUN, { type: 'failed', message: 'There are no data.' }])).toMatch(
    /^Doctor failed .*The examination failed: There are no data\. No trial .* d tries again\./,
  )
  const stopped = read([BEGUN, PHASE, TRIAL, { type: 'stopped' }])
  expect(stopped).toMatch(/^Doctor stopped .*stopped after 50,000 examples\. No trial .* d goes on\./)
})

test('a command that is longer than a line is one that a shell takes', () => {
  const words = ['gradus', 'train', '--data', `'my data/of the year.csv'`, ...Array(30).fill('--eta 3')]
  const command = words.join(' ')
  const lines = readView(DoctorView, shown([BEGUN, diagnosisOf(diagnosis.report, command)]), {
    ...SMALLEST,
    rows: 200,
  }).map(line => line.trimEnd())
  const first = lines.findIndex(line => line.startsWith('gradus train'))
  const last = lines.findIndex((line, i) => i >= first && !line.endsWith('\\'))
  expect(last).toBeGreaterThan(first)
  const joined = lines.slice(first, last + 1).join('\n')
  expect(joined.replaceAll(/\\\n +/g, '')).toBe(command)
})

describe.each(FRAMES)('%s', (_, frame) => {
  const lines = (state: DashboardState): string[] =>
    readFrame(<DashboardView state={state} nextSteps={[]} {...frame} />, frame.columns, frame.rows)

  test('it stands in place of a view, with its keys', () => {
    const running = lines(shown([BEGUN, PHASE]))
    expect(running.find(line => line.includes('1 overview'))).not.toMatch(/[[\]]/)
    expect(running.at(-1)).toMatch(/d close {3}Esc stop the examination/)
    expect(lines(shown([BEGUN, { type: 'stopped' }])).at(-1)).toMatch(/d go on {3}Esc close/)
    expect(lines(shown([BEGUN, diagnosis])).at(-1)).toMatch(/d, Esc close/)
  })
})

test('the views of the run have a word on it', () => {
  const words: readonly (readonly [readonly ExaminationEvent[], string])[] = [
    [[BEGUN], 'doctor: looks at the run'],
    [[BEGUN, PHASE, TRIAL], 'doctor: 1 of 40 trials'],
    [[BEGUN, diagnosis], 'doctor: eta too low, press d'],
    [[BEGUN, { type: 'failed', message: 'No.' }], 'doctor: failed, d tries again'],
    [[BEGUN, { type: 'stopping' }], 'doctor: stopping'],
    [[BEGUN, { type: 'stopped' }], 'doctor: stopped, d goes on'],
  ]
  for (const [events, word] of words)
    for (const state of [trainingState(), overState()]) {
      const shownState = { ...shown(events, state), showsDoctor: false }
      const view = <DashboardView state={shownState} theme={PLAIN} {...SIZES[0]} nextSteps={[]} />
      const last = readFrame(view, 80, 24).at(-1)
      expect(last?.startsWith(word), last).toBe(true)
      expect(last).toMatch(state.phase === 'over' ? /leaves/ : /\? help {3}q quit/)
    }
})

test('a terminal that is too small has the word alone', () => {
  const { columns, rows } = { ...SIZES[0], columns: 50 }
  const view = (
    <DashboardView state={shown([BEGUN, PHASE])} theme={PLAIN} columns={columns} rows={rows} nextSteps={[]} />
  )
  expect(readFrame(view, columns, rows).join(' ').replaceAll(/ +/g, ' ')).toContain('doctor: 0 of 40 trials')
})

test('a run that is healthy', async () => {
  const healthy = diagnosisOf(await examined(3))
  expect(healthy.report.status).toBe('healthy')
  const state = { ...shown([BEGUN, healthy]), showsDoctor: false }
  const view = <DashboardView state={state} theme={PLAIN} {...SIZES[0]} nextSteps={[]} />
  expect(readFrame(view, 80, 24).at(-1)).toContain('doctor: healthy, press d')
})
