import { ConfusionTally, DivergenceError } from '@gradus/core'
import { expect, test } from 'vitest'
import { epoch, finished, loaded, progress, saved, started } from '../../test/events.ts'
import { FIGURES } from '../../test/kept-runs.ts'
import type { RunEvent } from '../run/events.ts'
import { jsonTranscript } from './transcripts.ts'

function linesOf(...events: RunEvent[]): unknown[] {
  const transcript = jsonTranscript()
  return events.flatMap(event => {
    const line = transcript(event)
    return line === undefined ? [] : [JSON.parse(line)]
  })
}

test('a run', () => {
  const seed = 2n ** 70n
  const checkpointed = { type: 'checkpointed', path: '/models/c', epoch: 1, position: 0 } as const
  const confusions = { test: new ConfusionTally(10).confusion }
  const lines = linesOf(
    { ...loaded, seed },
    { ...started, confusions },
    progress,
    { ...epoch, confusions },
    ...[checkpointed, { ...finished, figures: FIGURES }, saved],
  )
  expect(lines).toMatchObject([
    { type: 'started', sizes: [784, 15, 10], seed: '1180591620717411303424', test: 10_000, dataHash: 'd1' },
    { ...epoch },
    {
      type: 'finished',
      reason: 'done',
      sha256: 'ab12',
      out: '/models/gradus.safetensors',
      checkpoint: { path: '/models/c', epoch: 1, position: 0 },
      examplesPerSecond: 166_667,
    },
  ])
  for (const line of lines) {
    expect(line).not.toHaveProperty('history')
    expect(line).not.toHaveProperty('confusions')
    expect(line).not.toHaveProperty('figures')
  }
})

test('names no checkpoint that is gone', () => {
  const checkpointed = { type: 'checkpointed', path: '/models/c', epoch: 1, position: 0 } as const
  const [line] = linesOf(checkpointed, { type: 'checkpoint-gone' }, finished, saved)
  expect(line).toMatchObject({ checkpoint: null })
})

test('a run that diverged', () => {
  const error = new DivergenceError('a bias or weight', 1, 0, 10, 1e308)
  const unsaved = { type: 'unsaved', sha256: 'ab12', reason: 'Nothing is saved', lost: false } as const
  const [line] = linesOf({ ...finished, reason: 'diverged', error }, unsaved)
  expect(line).toMatchObject({
    reason: 'diverged',
    error: error.message,
    sha256: 'ab12',
    out: null,
    checkpoint: null,
  })
})

test('a model that could not be saved where it should', () => {
  const [elsewhere] = linesOf(finished, { ...saved, path: '/models/x', problem: 'no space' })
  expect(elsewhere).toMatchObject({ reason: 'done', error: 'no space', out: '/models/x' })
  const [lost] = linesOf(finished, { type: 'unsaved', sha256: 'ab12', reason: 'no space', lost: true })
  expect(lost).toMatchObject({ reason: 'done', error: 'no space', out: null })
})
