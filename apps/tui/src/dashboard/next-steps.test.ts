import { expect, test } from 'vitest'
import { finished, loaded, saved, started } from '../../test/events.ts'
import type { RunEvent } from '../run/events.ts'
import { initialRun, runAfter } from '../run/run-state.ts'
import type { TrainSettings } from '../run/settings.ts'
import { nextSteps } from '../train/open-train-screen.ts'

const settings: TrainSettings = {
  ...{ sizes: [784, 15, 10], epochs: 30, miniBatchSize: 10, eta: 3, seed: 0, engine: 'auto', test: true },
  ...{ precision: 'float64', watched: true, given: [], checkpointSeconds: 5 },
  ...{ out: '/m/a.safetensors', checkpoint: '/m/a.checkpoint.safetensors', resume: undefined },
}
const checkpointed = {
  type: 'checkpointed',
  path: settings.checkpoint ?? '',
  epoch: 1,
  position: 300,
} as const

function stepsAfter(...events: readonly RunEvent[]): string[] {
  return nextSteps([loaded, started, ...events].reduce(runAfter, initialRun), settings)
}

test('a run that is done is served, evaluated on its data, inspected and listed', () => {
  const state = [loaded, started, finished, saved].reduce(runAfter, initialRun)
  const model = '/models/gradus.safetensors'
  expect(nextSteps(state, { ...settings, data: '/d a' }, '/r')).toEqual([
    `gradus serve ${model}`,
    `gradus evaluate ${model} --data '/d a'`,
    `gradus inspect ${model}`,
    'gradus runs --runs /r',
  ])
  const untested = [{ ...loaded, test: undefined }, started, finished, saved].reduce(runAfter, initialRun)
  expect(nextSteps(untested, settings, false)).toEqual([
    `gradus serve ${model}`,
    `gradus evaluate ${model} --split validation`,
    `gradus inspect ${model}`,
  ])
  expect(nextSteps(untested, { ...settings, trainSize: 40_000 }, false)).toHaveLength(2)
})

test('a run that was stopped can go on from its checkpoint, while that is there', () => {
  const stopped = { ...finished, reason: 'aborted' } as const
  expect(stepsAfter(checkpointed, stopped, saved).join('\n')).toContain(
    'gradus train --resume /m/a.checkpoint.safetensors',
  )
  for (const before of [[], [checkpointed, { type: 'checkpoint-gone' } as const]])
    expect(stepsAfter(...before, stopped, saved).join('\n')).not.toContain('checkpoint')
})
