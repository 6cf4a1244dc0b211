import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finished, loaded, saved } from '../../test/events.ts'
import { initialRun, type RunState } from '../run/run-state.ts'
import type { TrainSettings } from '../run/settings.ts'
import { endingOf } from './ending.ts'

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
  expect(endingOf(bare, settings, undefined, false).lines.at(-1)).toBe('sha256 ab12')
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
