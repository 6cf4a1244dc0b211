import { completeSpec, RECIPES, type Recipe } from '@gradus/core'
import { expect, test } from 'vitest'
import { epoch, finished, loaded, saved, started } from '../../test/events.ts'
import type { SpecFile } from '../run/settings.ts'
import { describeEnd, describeStart } from './ending.ts'

test('what runs', () => {
  expect(describeStart(loaded, started)).toEqual([
    'Network 784-15-10, seed 0, engine reference (float64); images: 50,000 training, 10,000 validation, 10,000 test',
    '30 epochs, mini-batches of 10, eta 3',
    'Recipe textbook',
  ])
  const bare = { ...loaded, seed: [1, 2], validation: undefined, test: undefined }
  expect(describeStart(bare, { ...started, spec: { ...started.spec, epochs: 1 } })).toEqual([
    'Network 784-15-10, seed 1,2, engine reference (float64); images: 50,000 training, no validation, no test',
    '1 epoch, mini-batches of 10, eta 3',
    'Recipe textbook',
  ])
})

test('better ways to learn, by the name of their recipe where they are one', () => {
  const { sizes, seed, epochs, data } = started.spec
  const linesFor = (given: Recipe, base?: SpecFile): string[] => {
    const spec = completeSpec({ ...given, sizes, seed, epochs, data })
    return describeStart(loaded, { ...started, spec, eta: spec.eta }, base).slice(1)
  }
  expect(linesFor(RECIPES.modern)).toEqual([
    '30 epochs, mini-batches of 64, eta 0.1',
    'Recipe modern: relu and softmax neurons, log-likelihood, he weights, nesterov 0.9, cosine schedule, shifts by 1 pixel',
  ])
  expect(linesFor({ ...RECIPES.chapter3, l2: 1 })[1]).toBe(
    'sigmoid and sigmoid neurons, cross-entropy, scaled weights, l2 1',
  )
  const base = { file: '-', spec: started.spec, withData: true }
  expect(linesFor(RECIPES.textbook, base).at(-1)).toBe('As the Spec of standard input says')
  expect(linesFor({ ...RECIPES.textbook, eta: 0.5, l2: 5 }, base).at(-1)).toBe(
    'As the Spec of standard input says, but eta 0.5 in place of 3; l2 5 in place of off',
  )
})

test('changes of eta, as their flag takes them', () => {
  const etaChanges = [
    { epoch: 1, position: 0, eta: 0.5 },
    { epoch: 2, position: 300, eta: 0.25 },
  ]
  expect(describeStart(loaded, { ...started, spec: { ...started.spec, etaChanges } })[1]).toBe(
    '30 epochs, mini-batches of 10, eta 3, changed to 1=0.5,2:300=0.25',
  )
})

test('a run that is done', () => {
  expect(describeEnd(finished, saved, 50_000)).toEqual([
    'Done after 1 epoch: 0:00, 167,000 examples/s',
    'Saved /models/gradus.safetensors',
    'test 8,881 / 10,000 (88.81 %), validation 8,890 / 10,000 (88.90 %), training 4,471 / 5,000 (89.42 %)',
    'sha256 ab12',
  ])
})

test('a run that was stopped says where, and claims no accuracy that was not measured', () => {
  const stopped = { ...finished, reason: 'aborted', epoch: 1, position: 23_450, history: [epoch] } as const
  expect(describeEnd(stopped, saved, 50_000)).toEqual([
    'Stopped after 1 epoch and 23,450 of 50,000 examples of the next: 0:00, 167,000 examples/s',
    'Saved /models/gradus.safetensors',
    'sha256 ab12',
  ])
})

test('a run that diverged', () => {
  const diverged = { ...finished, reason: 'diverged' } as const
  expect(describeEnd(diverged, saved, 50_000)).toContain(
    'Saved /models/gradus.safetensors, the last weights before it diverged',
  )
})

test('what is not saved, or elsewhere', () => {
  const unsaved = { type: 'unsaved', sha256: 'ab12', reason: 'Nothing is saved.', lost: false } as const
  expect(describeEnd(finished, unsaved, 50_000).slice(1)).toEqual(['Nothing is saved.'])
  expect(describeEnd(finished, { ...unsaved, lost: true }, 50_000).slice(1)).toEqual([
    'error: Nothing is saved.',
  ])
  expect(describeEnd(finished, { ...saved, problem: 'No space.' }, 50_000).slice(1, 3)).toEqual([
    'error: No space.',
    'Saved /models/gradus.safetensors',
  ])
})

test('a run that goes on says from where', () => {
  expect(describeStart(loaded, { ...started, epoch: 2, position: 300 }).at(-1)).toBe(
    'Resumed after 2 epochs and 300 of 50,000 examples of the next',
  )
})

test('a run that was complete says that it trains nothing, and how it would', () => {
  expect(describeStart(loaded, { ...started, epoch: started.spec.epochs }).slice(-2)).toEqual([
    expect.stringMatching(/^Resumed after \d+ epochs$/),
    'The run was complete: nothing is left to train. Train on with a larger --epochs <n>.',
  ])
})
