import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { finished, loaded, saved, started } from '../../test/events.ts'
import type { JudgedEvent } from '../run/events.ts'
import { initialRun, type RunState } from '../run/run-state.ts'
import type { TrainSettings } from '../run/settings.ts'
import type { Verdict, VerdictFinding } from '../run/verdict.ts'
import { endingOf, warningsAtStart } from './ending.ts'

const path = join(process.cwd(), 'a.checkpoint.safetensors')
const checkpointed = { type: 'checkpointed', path, epoch: 1, position: 2300 } as const
const settings: TrainSettings = {
  ...{ sizes: [784, 15, 10], epochs: 30, miniBatchSize: 10, eta: 3, seed: 0, engine: 'auto', test: true },
  ...{ precision: 'float64' },
  ...{ out: join(process.cwd(), 'a.safetensors'), checkpoint: path, resume: undefined },
  ...{ checkpointSeconds: 5, watched: false, given: [] },
}
const checkpoint = { last: checkpointed, problem: undefined }
const run: RunState = { ...initialRun, loaded, finished, kept: saved, checkpoint }

test('a run that is done', () => {
  const { lines, code } = endingOf(run, settings, undefined, false)
  expect(lines[0]).toMatch(/^Done after 1 epoch: /)
  expect(lines.join('\n')).not.toContain('Go on')
  expect(code).toBe(0)
  expect(endingOf(run, settings, undefined, true)).toEqual({ lines: [], code: 0 })
})

test('a run that was stopped says how to go on', () => {
  const stopped: RunState = { ...run, finished: { ...finished, reason: 'aborted' } }
  expect(endingOf(stopped, settings, undefined, false).lines.at(-1)).toBe(
    'Go on with: gradus train --resume a.checkpoint.safetensors',
  )
  const last = { ...checkpointed, path: '/elsewhere/c' }
  const far = { ...stopped, checkpoint: { ...checkpoint, last } }
  expect(endingOf(far, settings, undefined, false).lines.at(-1)).toBe(
    'Go on with: gradus train --resume /elsewhere/c --out a.safetensors',
  )
  const bare = { ...stopped, checkpoint: initialRun.checkpoint }
  expect(endingOf(bare, settings, undefined, false).lines.join('\n')).not.toContain('Go on')
})

test('a checkpoint that could not be saved is a failure, and says what there is', () => {
  const { lines, code } = endingOf(
    { ...run, checkpoint: { ...checkpoint, problem: 'No space.' } },
    settings,
    undefined,
    true,
  )
  expect(lines).toEqual(['error: No space. The checkpoint there is of epoch 1, example 2,300.'])
  expect(code).toBe(1)
})

test('a thread that died leaves its last checkpoint', () => {
  const { lines, code } = endingOf(
    { ...initialRun, loaded, checkpoint },
    settings,
    new Error('out of luck'),
    true,
  )
  expect(lines).toEqual([
    'error: The training thread died: out of luck. The model is not saved.',
    'The last checkpoint is of epoch 1, example 2,300.',
    'Go on with: gradus train --resume a.checkpoint.safetensors',
  ])
  expect(code).toBe(1)
  const whole = { last: { ...checkpointed, epoch: 30, position: 0 }, problem: undefined }
  expect(endingOf({ ...initialRun, loaded, checkpoint: whole }, settings, undefined, true).lines[1]).toBe(
    'The last checkpoint is of 30 epochs.',
  )
  expect(endingOf(initialRun, settings, undefined, false).lines).toEqual([
    'error: The training thread died: it ended too early. The model is not saved.',
  ])
})

test('a model that is lost, or elsewhere, is told to programs too', () => {
  const kept = { type: 'unsaved', sha256: 'ab12', reason: 'The model is lost.', lost: true } as const
  expect(endingOf({ ...run, kept }, settings, undefined, true)).toEqual({
    lines: ['error: The model is lost.'],
    code: 1,
  })
})

test('a run that stopped early says so, and whose weights and figures it has', () => {
  const test = { correct: 9, total: 10, cost: 0.1, predictions: [10] }
  const best = { epoch: 0, cost: 0.1, eta: 3, trainSeconds: 1, evaluateSeconds: 1, test }
  const last = { ...best, epoch: 1, test: { ...test, correct: 7 } }
  const early = { ...finished, epoch: 2, history: [best, last], stopped: true, kept: 0 }
  const { lines } = endingOf({ ...run, finished: early }, settings, undefined, false)
  expect(lines).toContain('Stopped early: the accuracy on the validation data did not better any more.')
  expect(lines).toContain('The weights are those of epoch 0, the best on the validation data.')
  expect(lines.join('\n')).toContain('test 9 / 10')
  expect(lines.join('\n')).not.toContain('test 7 / 10')
})

describe('the verdict on a run', () => {
  const fault: VerdictFinding = {
    ...{ code: 'eta-too-high' },
    severity: 'alarm',
    sentence: 'eta is too high; try 3.',
    ...{ evidence: 'so it is', remedy: 'try 3', since: 0 },
  }
  const ill: Verdict = {
    healthy: false,
    text: fault.sentence,
    findings: [fault, { ...fault, severity: 'warning', sentence: 'Wait.' }, fault],
  }
  const lines = (change: Partial<JudgedEvent>, json = false): readonly string[] =>
    endingOf({ ...run, finished: { ...finished, ...change } }, settings, undefined, json).lines

  test('is told last, in at most two lines, and changes no exit code', () => {
    expect(lines({}).at(-1)).toBe('Healthy: after 1 epoch accuracy 89 %.')
    expect(lines({ verdict: ill }).slice(-2)).toEqual(['Alarm: eta is too high; try 3.', 'Warning: Wait.'])
    expect(
      endingOf({ ...run, finished: { ...finished, verdict: ill } }, settings, undefined, false).code,
    ).toBe(0)
  })

  test('is in the JSON line alone for a program, and in the error where the run diverged', () => {
    expect(lines({ verdict: ill }, true)).toEqual([])
    expect(lines({ verdict: ill, reason: 'diverged' }).join('\n')).not.toContain('Alarm')
  })

  test('is not told of a run that was stopped before anything could be seen', () => {
    const early: Verdict = { healthy: null, text: 'It is too early to tell.', findings: [] }
    expect(lines({ verdict: early, history: [] }).join('\n')).not.toContain(early.text)
    expect(lines({ verdict: early }).at(-1)).toBe(early.text)
  })
})

test('a mini-batch that is larger than the data is told at the start, with the remedy', () => {
  const small = { ...started.spec, miniBatchSize: 100_000 }
  expect(warningsAtStart(started)).toEqual([])
  expect(warningsAtStart({ ...started, spec: small })).toEqual([
    'Warning: A mini-batch of 100,000 examples is larger than the training data: the sum of 50,000 gradients is divided by its size all the same, so that a step is 2 times smaller than eta says; make it 50000 or less.',
  ])
})
