import { DivergenceError } from '@gradus/core'
import { describe, expect, test } from 'vitest'
import {
  ALARMED,
  BEST_EPOCH,
  loadingState,
  overState,
  type Run,
  trainingState,
} from '../../../test/dashboard-states.ts'
import { ASCII, FRAMES, PLAIN, readFrame } from '../../../test/frames.ts'
import { Epochs } from '../../run/epochs.ts'
import type { DashboardState } from '../state.ts'
import { OverviewView } from './overview.tsx'

const STEPS = ['gradus evaluate /home/ada/models/gradus.safetensors', 'gradus runs']

function read(state: DashboardState, columns = 80, rows = 17, theme = PLAIN): string[] {
  const view = <OverviewView state={state} theme={theme} columns={columns} rows={rows} nextSteps={STEPS} />
  return readFrame(view, columns, rows)
}

const textOf = (state: DashboardState): string => read(state).join('\n')

describe.each(FRAMES)('%s', (_, { columns, rows, theme }) => {
  test('curves with their axes, and what came of the epochs', () => {
    const text = read(trainingState(), columns, rows - 7, theme).join('\n')
    expect(text).toMatch(/test .*validation .*training .*best *\nAccuracy +Cost/)
    expect(text).toMatch(/9\d % [┤+]/)
    expect(text).toMatch(/0\.\d+ [┤+]/)
    expect(text).toMatch(/0 .* epoch +0 .* epoch/)
    expect(text).toMatch(/last +11 +94\.45 % +94\.85 % +0\.0464/)
    expect(text).toMatch(new RegExp(`best +${BEST_EPOCH} +95\\.04 % +95\\.44 % +0\\.0505`))
    expect(text).toContain('Mini-batch cost: 0.0386')
    expect(text).toContain('Training is healthy.')
  })

  test('at the end what came of it, and what to do next', () => {
    const lines = read(overState(), columns, rows - 7, theme)
    for (const line of [
      'Done after 30 epochs: 0:14, 125,000 examples/s',
      'Training is healthy.',
      `Best: 95.04 % in epoch ${BEST_EPOCH}; last: 94.63 %`,
      'Saved /home/ada/models/gradus.safetensors',
      ...STEPS.map(step => `  ${step}`),
      'Press any key to leave; 1-7, Tab, arrows, ?, d and x look around',
    ]) {
      expect(lines).toContain(line)
    }
    expect(lines.join('\n')).toContain('ab12cd34'.repeat(8))
  })

  test('at the end of a run that is not healthy also why, and what to do about it', () => {
    const lines = read({ ...overState(), health: ALARMED }, columns, rows - 7, theme)
    expect(lines.map(line => line.trim()).join(' ')).toMatch(
      / Health: eta = 100 is too high: .*; try 3\. Worst classes: 9 .* correct Saved \/home\/ada/,
    )
    expect(lines).toContain('Press any key to leave; 1-7, Tab, arrows, ?, d and x look around')
  })
})

test('the best of each curve of accuracy is marked, and the lowest cost of the test data', () => {
  const marks = read(trainingState(), 120, 33).join('').match(/●/g)
  // Two curves, their legend, one cost.
  expect(marks).toHaveLength(4)
})

test.each(FRAMES)('upper and lower plots share their columns: %s', (_, { columns, rows, theme }) => {
  const lines = read(trainingState(), columns, rows - 7, theme)
  const corners = lines.filter(line => /^ *[└+][┬─+-]{8}/.test(line)).map(line => line.search(/[└+]/))
  expect(corners).toHaveLength(2)
  expect(new Set(corners).size).toBe(1)
  const ends = lines
    .filter(line => /^ *[└+][┬─+-]{8}/.test(line))
    .map(line => /[└+][┬─+-]+/.exec(line)?.[0].length)
  expect(new Set(ends).size).toBe(1)
})

test('a mini-batch alone does not make its axis logarithmic', () => {
  const state = trainingState()
  const step = { epoch: 12, position: 25_010, cost: 1e-5 }
  const lines = read({ ...state, miniBatchCosts: [...state.miniBatchCosts, step] }, 120, 33)
  expect(lines.at(-1)).not.toMatch(/^ *log /)
})

describe('a run with a schedule that keeps its best epoch', () => {
  const { started, ...state } = trainingState()
  const spec = started && { ...started.spec, schedule: { name: 'cosine' } as const, keep: 'best' as const }
  const scheduled: DashboardState = { ...state, started: started && spec && { ...started, spec } }

  test('shows its eta behind and to come', () => {
    expect(textOf(scheduled)).toMatch(/Summary {3}eta 3 █*│[▁▂▃▄▅▆▇█]*▁ 0\.0082/)
    const lines = read(scheduled, 80, 17, ASCII).join('\n')
    expect(lines).toMatch(/Summary {3}eta 3 \^+\|[_.=^-]*_ 0\.0082/)
    expect(textOf(trainingState())).not.toContain('eta')
  })

  test('marks the epoch that is kept, by the validation data, and names it', () => {
    const text = textOf(scheduled)
    expect(text).toContain('◆ kept')
    expect(text).toMatch(new RegExp(`kept +${BEST_EPOCH} +95\\.04 %`))
    expect(text.match(/◆/g)).toHaveLength(2)
    expect(read(scheduled, 80, 17, ASCII).join('\n')).toContain('K kept')
  })
})

test('the class that is read worst, and what it is taken for', () => {
  expect(textOf(trainingState())).toContain('Worst class: 9, 0.00 %, mistaken for 0')
})

test('where something is wrong, the verdict comes before it, and can be read whole', () => {
  const lines = read({ ...trainingState(), health: ALARMED }).slice(-7)
  const text = lines.map(line => line.slice(36).trim()).join(' ')
  expect(text).toContain(`0.0505 Health: ${ALARMED.verdict}`)
})

test('where there is room, the newest events', () => {
  const lines = read(trainingState(), 120, 33)
  expect(lines.at(-1)).toMatch(/A checkpoint could not be saved$/)
  expect(lines.join('\n')).toContain('Newest events')
})

test.each<[string, Partial<Run>, RegExp, RegExp]>([
  ['no test data', { test: undefined }, /epoch +valid\. +cost/, /test/],
  ['no validation data', { validation: undefined }, /epoch +test +cost/, /valid/],
  ['neither', { test: undefined, validation: undefined }, /No test or validation data/, /%/],
])('%s', (_, run, shown, missing) => {
  const text = textOf(trainingState(run))
  expect(text).toMatch(shown)
  expect(text).not.toMatch(missing)
})

test('before the first epoch is complete', () => {
  const text = textOf({ ...trainingState({ done: 0, position: 5000 }) })
  expect(text).toMatch(/No epoch is complete yet +No epoch is complete yet/)
  expect(text).toMatch(/Mini-batch cost: 0\.\d+/)
  expect(textOf(loadingState())).toContain('No mini-batch is done yet')
})

test('a run that goes on begins its axis where it began', () => {
  const state = trainingState()
  const lines = read({
    ...state,
    history: new Epochs([...state.history].map(record => ({ ...record, epoch: record.epoch + 40 }))),
  })
  expect(lines.some(line => /^ +40 +45 .*epoch/.test(line))).toBe(true)
})

test('a cost that falls by far is on a logarithmic axis', () => {
  const state = trainingState()
  const records = [...state.history].map(({ epoch, eta, trainSeconds, evaluateSeconds }) => ({
    ...{ epoch, eta, trainSeconds, evaluateSeconds },
    cost: 10 ** -epoch,
  }))
  expect(read({ ...state, history: new Epochs(records) }, 120, 33).join('\n')).toMatch(
    /1e-[5-9] ┤.*[\s\S]* log +0/,
  )
})

describe('a run that ended otherwise', () => {
  const over = overState({ epochs: 12 })
  const { finished } = over
  if (!finished) throw new Error('expected a run that is over')

  test('stopped', () => {
    const stopped: DashboardState = {
      ...over,
      finished: { ...finished, reason: 'aborted', epoch: 11, position: 300 },
    }
    expect(textOf(stopped)).toContain('Stopped after 11 epochs and 300 of 50,000 examples of the next')
  })

  test('diverged', () => {
    const error = new DivergenceError('a cost', 2, 0, 10, 1e308)
    const text = textOf({
      ...over,
      finished: { ...finished, reason: 'diverged', error, epoch: 0, position: 10 },
    })
    expect(text).toContain('Diverged after 0 epochs and 10 of 50,000 examples of the next. Layer 2 has a')
  })

  test('without a model', () => {
    const kept = {
      type: 'unsaved',
      sha256: '',
      reason: 'The model is lost. The disk is full.',
      lost: true,
    } as const
    expect(textOf({ ...over, kept })).toContain('The model is lost. The disk is full.')
  })

  test('elsewhere than asked for', () => {
    const kept = {
      type: 'saved',
      path: '/rescued/gradus-1',
      sha256: 'ab',
      problem: 'No such folder.',
    } as const
    expect(textOf({ ...over, kept })).toMatch(/No such folder\.\nSaved \/rescued\/gradus-1/)
  })

  test('by the death of its thread, with its last checkpoint', () => {
    const last = { type: 'checkpointed', path: '/home/ada/c.safetensors', epoch: 11, position: 300 } as const
    const state: DashboardState = {
      ...trainingState(),
      phase: 'over',
      failed: { type: 'died', message: 'The training thread is gone.' },
      checkpoint: { last, problem: undefined },
    }
    expect(textOf(state).replaceAll('\n', ' ')).toMatch(
      /The training thread is gone\. The last checkpoint is \/home\/ada\/c\.safetensors, of 11 epochs and 300 of/,
    )
  })

  test('before it began', () => {
    const noData = { type: 'failed', message: 'There are no data.', usage: false } as const
    const lines = read({ ...loadingState(), phase: 'over', failed: noData })
    expect(lines[0]).toBe('There are no data.')
  })
})

test('a command that is longer than the terminal can be read whole', () => {
  const path = `/home/${'long/'.repeat(30)}gradus.safetensors`
  const view = (
    <OverviewView
      state={overState()}
      theme={PLAIN}
      columns={80}
      rows={24}
      nextSteps={[`gradus evaluate ${path}`]}
    />
  )
  expect(
    readFrame(view, 80, 24)
      .map(line => line.trim())
      .join(''),
  ).toContain(path)
})

describe('with augmentation', () => {
  const MOST = 16

  /** Images inked in their upper halves, which chance turned over: the ink is in the lower halves. */
  function augmentedState(page: number, sizes = [784, 30, 10]): DashboardState {
    const state = trainingState({ sizes })
    if (!state.started) throw new Error('The run has started')
    const [inputs = 0] = sizes
    const images = new Uint8Array(MOST * inputs).map((_, i) => (i % inputs < inputs / 2 ? 255 : 0))
    const labels = Array.from({ length: MOST }, (_, i) => i % 10)
    const spec = { ...state.started.spec, augment: { shift: 1, rotate: 12 } }
    return {
      ...{ ...state, started: { ...state.started, spec }, pages: { ...state.pages, overview: page } },
      shown: {
        ...{ type: 'shown', epoch: 12, position: 25_000, examples: labels, labels },
        ...{ images, changed: images.map(byte => 255 - byte) },
      },
    }
  }

  test.each(FRAMES)('a page of what the network was just shown, each below what it was: %s', (_, frame) => {
    const { columns, rows, theme } = frame
    const [head, legend, ...lines] = read(augmentedState(1), columns, rows - 7, theme)
    expect(head).toMatch(/^Just shown {2}training images, (after 12 epochs and 25,000|in epoch 12)/)
    expect(legend).toMatch(/^Above as .* below as .*: shift=1,rotate=12$/)
    const captions = lines.filter(line => /^ *0( +\d)+ *$/.test(line))
    expect(captions.length).toBeGreaterThan(0)
    expect(captions[0]?.trim().split(/ +/).slice(0, 3)).toEqual(['0', '1', '2'])
  })

  test('the ink of the image stands above that of the changed one', () => {
    const lines = read(augmentedState(1), 80, 17, ASCII).slice(2)
    const inked = lines.map(line => line.trim() !== '' && !/^[ \d]+$/.test(line))
    // Upper half of the one, lower half of the other: blank lines, ink, and blank lines of both.
    expect(
      inked
        .join()
        .replaceAll(/(true,)+/g, 'ink,')
        .replaceAll(/(false,?)+/g, 'blank,'),
    ).toMatch(/^ink,blank,ink,blank,/)
  })

  test('a strip below the curves where there is room, and all else as without it', () => {
    const tall = read(augmentedState(0), 120, 40).join('\n')
    expect(tall).toMatch(/Mini-batch cost: 0\.0386[\s\S]*Just shown {2}training images, after/)
    expect(tall).toMatch(/\n *0( +\d)+ *(\n|$)/)
    expect(read(augmentedState(0), 120, 27)).toEqual(read(trainingState(), 120, 27))
    expect(read(trainingState(), 120, 40).join()).not.toContain('Just shown')
    expect(read({ ...trainingState(), pages: augmentedState(1).pages })).toEqual(read(trainingState()))
  })

  test('no images yet', () => {
    expect(read({ ...augmentedState(1), shown: undefined })[0]).toBe('Just shown  no training image yet')
  })
})
