import { completeSpec, RECIPES, type Spec } from '@gradus/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ALARMED,
  loadingState,
  overState,
  pausedState,
  type Run,
  trainingState,
} from '../../../test/dashboard-states.ts'
import { COLOURED, FRAMES, PLAIN, readFrame, SIZES } from '../../../test/frames.ts'
import { Epochs } from '../../run/epochs.ts'
import type { Theme } from '../../terminal/theme.ts'
import { type DashboardState, VIEWS } from '../state.ts'
import { DashboardView } from './dashboard-view.tsx'

const STEPS = ['gradus evaluate /home/ada/models/gradus.safetensors', 'gradus runs']

interface Frame {
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
}

function read(
  state: DashboardState,
  { columns, rows, theme }: Frame = { ...SIZES[0], theme: PLAIN },
): string[] {
  const view = <DashboardView state={state} theme={theme} columns={columns} rows={rows} nextSteps={STEPS} />
  return readFrame(view, columns, rows)
}

describe.each(FRAMES)('%s', (_, frame) => {
  test.each(VIEWS)('the view %s stands between its tabs and the keys', view => {
    const lines = read({ ...trainingState(), view }, frame)
    const tabs = lines.find(line => line.includes(`${VIEWS.indexOf(view) + 1} ${view}]`))
    expect(tabs).toMatch(/ training$/)
    expect(lines.at(-1)).toContain('? help   q quit')
  })

  test.each<[string, DashboardState, RegExp]>([
    ['loading', loadingState(), /No epoch is complete yet/],
    ['training', trainingState(), /12 of 30 epochs {3}0:06 elapsed {3}0:08 left/],
    ['paused', pausedState(), /space go on {3}n mini-batch {3}e epoch/],
    ['stopping', { ...trainingState(), phase: 'stopping' }, /Stopping; Ctrl-C again quits at once/],
    ['saving', { ...overState(), phase: 'saving' }, /Saving the model/],
    ['over', overState(), /30 of 30 epochs {3}0:14 elapsed$/m],
  ])('the phase %s', (phase, state, text) => {
    const lines = read(state, frame)
    expect(lines.join('\n')).toMatch(text)
    expect(lines.some(line => line.endsWith(` ${phase}`))).toBe(true)
  })

  test('a notice that is longer than a line is shown whole, and takes its rows from the view', () => {
    const notice = `Wrote ${['svg', 'csv', 'json'].map(end => `/home/ada/models/of/the/year/net.${end}`).join(', ')}`
    for (const phase of ['training', 'over'] as const) {
      const lines = read({ ...overState(), notice, phase }, frame).slice(-4)
      const told = lines.map(line => line.trim()).join(' ')
      expect(told).toContain(notice)
      expect(told).toMatch(phase === 'over' ? /leaves$/ : /q quit$/)
    }
  })

  test('the help instead of a view', () => {
    const lines = read({ ...trainingState(), help: true }, frame)
    expect(lines.find(line => line.includes('1 overview'))).not.toMatch(/[[\]]/)
    expect(lines).toContain('s               save a checkpoint now')
    expect(lines.some(line => line.includes('['))).toBe(false)
  })
})

test('what is trained, on what, and how', () => {
  const [first, second, epoch, run] = read(trainingState())
  expect(first).toBe('784 inputs, 30 hidden, 10 outputs   eta 3   mini-batches of 10')
  expect(second).toBe('50,000 training, 10,000 validation, 10,000 test   23,860 parameters   seed 0')
  expect(epoch).toMatch(/^Epoch 12 {3}50 % ━━━━━━━━━━────────── {2}25,000 of 50,000 examples {3}125,000\/s$/)
  expect(run).toMatch(/^Run {8}41 % ━━━━━━━━──────────── {2}12 of 30 epochs/)
})

test('an eta that was changed', () => {
  const { started, ...state } = trainingState()
  const change = { epoch: 12, position: 24_990, eta: 3.75 }
  expect(read({ ...state, started, eta: 3.75, etaChanges: [change] }).join('\n')).toContain(
    'eta 3.75 (began with 3)',
  )
  const etaChanges = [{ epoch: 0, position: 10, eta: 3 }]
  const resumed = started && { ...started, spec: { ...started.spec, eta: 6 } }
  expect(read({ ...state, started: resumed, etaChanges }).join('\n')).toContain('eta 3 (began with 6)')
})

describe('the head of a run that learns in better ways', () => {
  const { started, ...state } = trainingState()
  const headOf = (ways: Partial<Spec>): string => {
    const learning = started && { ...started, spec: { ...started.spec, ...ways } }
    return read({ ...state, started: learning })
      .slice(0, 3)
      .join(' / ')
  }
  const modern = {
    ...completeSpec({
      ...RECIPES.modern,
      sizes: [784, 100, 10],
      seed: '0',
      epochs: 30,
      data: { train: 50_000 },
    }),
  }

  test('names its recipe, and what was chosen besides', () => {
    expect(headOf({ ...modern, keep: 'best' })).toMatch(
      /^784 inputs, 100 hidden, 10 outputs {3}eta 3 \(cosine from 0\.1\) \/ mini-batches of 64 {3}recipe modern \/ 50,000 training, 10,000 validation, 10,000 test {3}keep the best epoch/,
    )
  })

  test('names each way, where they are no recipe', () => {
    const text = headOf({ l2: 5, dropout: { hidden: 0.5, input: 0 }, stop: { epochs: 10 }, keep: 'best' })
    for (const way of [
      'l2 5',
      'dropout 0.5',
      'stop after 10 epochs without gain',
      'keep the best epoch',
      '50,000 training',
    ])
      expect(text).toContain(way)
    expect(text).not.toContain('…')
  })

  test.each([
    [[784, 10], '784 inputs, 10 outputs'],
    [[784, 30, 20, 10], '784 inputs, 30 and 20 hidden, 10 outputs'],
    [[784, 5, 5, 5, 5, 5, 5, 10], '784 inputs, 5, 5, 5, 5 and 2 more hidden, 10 outputs'],
    [[2, 1], '2 inputs, 1 output'],
  ])('%j', (sizes, words) => {
    expect(headOf({ sizes }).startsWith(`${words}   `)).toBe(true)
  })
})

const died = (message: string) => ({ type: 'died', message }) as const

test('an eta that a paused run was asked for', () => {
  expect(read({ ...pausedState(), askedEta: 3.75 })[0]).toContain('eta 3, next 3.75 ')
  expect(read({ ...pausedState(), askedEta: 3 })[0]).toContain('eta 3 ')
  // The run has confirmed it, and stands still.
  const change = { epoch: 12, position: 25_000, eta: 3.75 }
  expect(read({ ...pausedState(), eta: 3.75, etaChanges: [change] })[0]).toContain('eta 3, next 3.75 ')
})

test('which epoch begins', () => {
  expect(read({ ...trainingState(), progress: undefined, history: new Epochs([]) })[2]).toMatch(
    /^Epoch 0 +0 % ─+$/,
  )
})

test('the evaluation after an epoch', () => {
  expect(read(trainingState({ done: 1, position: 0 }))[2]).toMatch(/^Epoch 0 {2}100 % ━+ {2}evaluating/)
})

test('the sign of an alarm beside the health, in every view', () => {
  expect(read({ ...trainingState(), view: 'log', health: ALARMED })[4]).toContain('5 health ▲')
  expect(read({ ...trainingState(), view: 'log' })[4]).not.toContain('▲')
})

test('a notice, until there is another', () => {
  expect(read({ ...trainingState(), notice: 'A checkpoint is saved' }).at(-1)).toBe(
    'A checkpoint is saved   ? help   q quit',
  )
})

test('the same words with and without colours', () => {
  for (const view of ['overview', 'log'] as const) {
    const state = { ...trainingState(), view }
    const [plain, coloured] = [PLAIN, COLOURED].map(theme =>
      read(state, { ...SIZES[1], theme })
        .join('\n')
        .replaceAll(/[⠀-⣿ ]+/g, ' '),
    )
    expect(coloured).toBe(plain)
  }
})

describe('other runs', () => {
  const huge = 1_234_567_890
  test.each<[string, DashboardState]>([
    ['two classes', trainingState({ sizes: [2, 2], examples: 100 })],
    ['26 classes', trainingState({ sizes: [784, 100, 100, 26] })],
    ['many layers', trainingState({ sizes: Array.from({ length: 60 }, () => 10) })],
    ['one epoch', overState({ epochs: 1 })],
    ['1,000 epochs', overState({ epochs: 1000 })],
    ['no test data', trainingState({ test: undefined })],
    ['no validation data', trainingState({ validation: undefined })],
    ['neither', overState({ test: undefined, validation: undefined })],
    ['many examples', trainingState({ examples: huge, position: huge / 2, test: huge, validation: huge })],
    ['long numbers', longNumbers()],
    [
      'a run that died',
      { ...trainingState(), phase: 'over', failed: died('The thread is gone. '.repeat(40)) },
    ],
    ['a run that could not begin', { ...loadingState(), phase: 'over', failed: died('There are no data.') }],
  ])('%s', (_, state) => {
    for (const { columns, rows } of SIZES) {
      for (const view of ['overview', 'log'] as const)
        read({ ...state, view }, { columns, rows, theme: PLAIN })
    }
  })

  function longNumbers(): DashboardState {
    const state = trainingState()
    const { started, loaded, progress } = state
    if (!started || !loaded || !progress) throw new Error('expected a run')
    return {
      ...state,
      eta: 1.234e-300,
      started: { ...started, spec: { ...started.spec, eta: 123_456.789, miniBatchSize: 1_000_000 } },
      loaded: { ...loaded, seed: 2n ** 2000n },
      progress: {
        ...progress,
        elapsedSeconds: 1e7,
        remainingSeconds: Number.POSITIVE_INFINITY,
        cost: 1e-300,
      },
    }
  }
})

describe('a terminal that is too small', () => {
  test('gets to read so, and that nothing is lost', () => {
    expect(read(trainingState(), { columns: 60, rows: 20, theme: PLAIN }).slice(0, 3)).toEqual([
      'The dashboard needs 80 x 24 characters, this terminal has 60',
      'x 20. Training goes on; q stops and saves.',
      '',
    ])
    expect(read(pausedState(), { columns: 79, rows: 24, theme: PLAIN }).join(' ')).toContain('space goes on')
    expect(read(overState(), { columns: 80, rows: 23, theme: PLAIN }).join(' ')).toContain('q leaves')
  })

  test.each([1, 2, 5, 20, 79])('of %d columns', columns => {
    for (const rows of [1, 2, 23, 24, 40]) read(trainingState(), { columns, rows, theme: COLOURED })
  })
})

test('any run in any size', () => {
  const run: fc.Arbitrary<Partial<Run>> = fc.record({
    sizes: fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 2, maxLength: 5 }),
    epochs: fc.integer({ min: 12, max: 100 }),
    done: fc.nat(12),
    test: fc.option(fc.integer({ min: 100, max: 1e9 }), { nil: undefined }),
    validation: fc.option(fc.integer({ min: 100, max: 1e9 }), { nil: undefined }),
  })
  fc.assert(
    fc.property(
      run,
      fc.integer({ min: 80, max: 250 }),
      fc.integer({ min: 24, max: 80 }),
      (run, columns, rows) => {
        const state = trainingState(run)
        for (const view of ['overview', 'log'] as const)
          read({ ...state, view }, { columns, rows, theme: PLAIN })
      },
    ),
    { numRuns: 20 },
  )
})
