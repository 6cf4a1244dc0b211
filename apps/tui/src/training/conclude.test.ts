import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finished, loaded, saved } from '../../test/events.ts'
import { conclude } from './conclude.ts'
import type { RunRecord } from './run-record.ts'

const path = join(process.cwd(), 'a.checkpoint.safetensors')
const checkpointed = { type: 'checkpointed', path, epoch: 1, position: 2300 } as const
const record: RunRecord = { loaded, finished, kept: saved, checkpointed }

test('a run that is done', () => {
  const { lines, code } = conclude(record, undefined, false)
  expect(lines[0]).toMatch(/^Done after 1 epoch: /)
  expect(lines.join('\n')).not.toContain('Go on')
  expect(code).toBe(0)
  expect(conclude(record, undefined, true)).toEqual({ lines: [], code: 0 })
})

test('a run that was stopped says how to go on', () => {
  const stopped: RunRecord = { ...record, finished: { ...finished, reason: 'aborted' } }
  expect(conclude(stopped, undefined, false).lines.at(-1)).toBe(
    'Go on with: gradus train --resume a.checkpoint.safetensors',
  )
  const far = { ...stopped, checkpointed: { ...checkpointed, path: '/elsewhere/c' } }
  expect(conclude(far, undefined, false).lines.at(-1)).toBe('Go on with: gradus train --resume /elsewhere/c')
  const { checkpointed: _, ...bare } = stopped
  expect(conclude(bare, undefined, false).lines.at(-1)).toBe('sha256 ab12')
})

test('a checkpoint that could not be saved is a failure, and says what there is', () => {
  const { lines, code } = conclude({ ...record, checkpointProblem: 'No space.' }, undefined, true)
  expect(lines).toEqual(['error: No space. The checkpoint there is of epoch 1, example 2,300.'])
  expect(code).toBe(1)
})

test('a thread that died leaves its last checkpoint', () => {
  const { lines, code } = conclude({ loaded, checkpointed }, new Error('out of luck'), true)
  expect(lines).toEqual([
    'error: The training thread died: out of luck. The model is not saved.',
    'The last checkpoint is of epoch 1, example 2,300.',
    'Go on with: gradus train --resume a.checkpoint.safetensors',
  ])
  expect(code).toBe(1)
  expect(conclude({}, undefined, false).lines).toEqual([
    'error: The training thread died: it ended too early. The model is not saved.',
  ])
})
