import { join } from 'node:path'
import type { Spec } from '@gradus/core'
import { Command } from 'commander'
import { beforeAll, expect, test } from 'vitest'
import { type RunFlags, runOptions, runSettingsOf } from '../src/commands/run-settings.ts'
import { dataOptions, settingsOf, specSoFar } from '../src/doctor/run-at-hand.ts'
import { recordedRun } from '../src/train/run-training.ts'
import { plannedRun } from '../src/train/spec-file.ts'
import { loaded, started } from './events.ts'
import { gradus } from './gradus.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const inPlace = (name: string): string => join(place.folder, name)
const CHECKPOINT = 'done.checkpoint.safetensors'

beforeAll(async () => {
  const ways = ['--hidden', '5', '--eta', '0.5', '--l2', '2', '--epochs', '3', '--train-size', '60']
  const args = ['train', '--data', 'data', ...ways, '--out', 'done.safetensors', '--no-runs']
  expect((await gradus(args, { cwd: place.folder })).code).toBe(0)
})

/** A run of these flags, or one that goes on with an earlier one or repeats it; its settings, and its events. */
async function begun(words: readonly string[], paths: { resume?: string; replay?: string } = {}) {
  const command = new Command()
  for (const option of Object.values(runOptions()).flat()) command.addOption(option)
  command.parse(words, { from: 'user' })
  const settings = await runSettingsOf(command.opts<RunFlags>(), command)
  const files = { out: inPlace('x.safetensors'), checkpoint: undefined, checkpointSeconds: 1 }
  const asked = { ...settings, ...files, resume: undefined, ...paths, watched: true }
  const { spec, splits, names } = await plannedRun({ ...asked, replayed: await recordedRun(asked) })
  const events = {
    loaded: { ...loaded, ...names, dataHash: splits.train.hash },
    started: { ...started, spec },
  }
  return { asked, spec, run: { ...events, etaChanges: spec.etaChanges } }
}

const withoutTest = ({ data: { test, ...data }, ...spec }: Spec): object => ({ ...spec, data })

test.each<[string, string[], { resume?: string; replay?: string }?]>([
  ['flags', ['--hidden', '7,5', '--eta', '0.25', '--l1', '1', '--train-size', '60', '--seed', '3']],
  ['flags with a plan of eta', ['--eta-changes', '2=1,4=0.5', '--no-test']],
  ['a seed by chance', ['--seed', 'random']],
  ['a recipe', ['--recipe', 'modern', '--augment', 'none', '--hidden', '9']],
  ['a run to go on with', ['--epochs', '9'], { resume: CHECKPOINT }],
  ['a run to repeat', [], { replay: CHECKPOINT }],
])('the settings of a run by %s train it from its start', async (_, words, paths = {}) => {
  const named = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, inPlace(path)]))
  const { asked, spec, run } = await begun(['--data', inPlace('data'), ...words], named)
  const settings = settingsOf(asked, run)
  expect(settings).toMatchObject({ out: undefined, resume: undefined, replay: undefined })
  const { spec: examined } = await plannedRun({ ...settings, test: false })
  expect(withoutTest(examined)).toEqual(withoutTest(spec))
})

test('changes of eta that were made are examined, and then those of the plan that are to come', () => {
  const planned = [2, 4, 6].map(epoch => ({ epoch, position: 0, eta: epoch }))
  const begun = { ...started, spec: { ...started.spec, etaChanges: planned } }
  const byHand = { epoch: 4, position: 10, eta: 0.1 }
  const changesOf = (...made: Spec['etaChanges']) =>
    specSoFar({ started: begun, etaChanges: made }).etaChanges
  const [second, fourth, sixth] = planned
  if (!second || !fourth || !sixth) throw new Error('expected three changes')
  expect(changesOf()).toEqual(planned)
  expect(changesOf(second)).toEqual(planned)
  expect(changesOf(second, fourth, byHand)).toEqual([second, fourth, byHand, sixth])
})

test('the command of a cure says the data as the run does', async () => {
  const { asked, run } = await begun(['--data', inPlace('data'), '--no-test', '--train-size', '60'])
  expect([...dataOptions(settingsOf(asked, run))].toSorted()).toEqual(['test', 'trainSize'])
})
