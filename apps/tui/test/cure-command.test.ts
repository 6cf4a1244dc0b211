import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { completeSpec, type GivenSpec, type Spec } from '@gradus/core'
import { Command, Option } from 'commander'
import { beforeAll, expect, test } from 'vitest'
import { parseSpecPath, type RunFlags, runOptions, runSettingsOf } from '../src/commands/run-settings.ts'
import { trainCommand } from '../src/doctor/train-command.ts'
import type { TrainSettings } from '../src/run/settings.ts'
import { plannedRun, specLines } from '../src/train/spec-file.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()

/** A command line of `gradus train` as it is understood. */
interface Understood {
  readonly run: TrainSettings
  readonly given: ReadonlySet<string>
  readonly spec: Spec
}

async function understood(words: readonly string[]): Promise<Understood> {
  const command = new Command().exitOverride()
  for (const option of Object.values(runOptions()).flat()) command.addOption(option)
  command.addOption(new Option('--spec <file>').argParser(parseSpecPath))
  command.parse(words, { from: 'user' })
  const settings = await runSettingsOf(command.opts<RunFlags>(), command)
  const paths = { out: undefined, checkpoint: undefined, checkpointSeconds: 1, resume: undefined }
  const run = { ...settings, ...paths, watched: false }
  const given = Object.keys(command.opts()).filter(name => command.getOptionValueSource(name) === 'cli')
  const { spec } = await plannedRun({ ...run, test: false })
  return { run, given: new Set(given), spec }
}

/** The Spec of the run of this command line with a change, and that of the command which is printed for it. */
async function changedAndPrinted(
  words: readonly string[],
  change: Partial<GivenSpec>,
): Promise<[Spec, Spec]> {
  const { spec, ...origin } = await understood(words)
  const changed = completeSpec({ ...spec, ...change })
  const printed = trainCommand(changed, spec, origin)
  const [, ...others] = printed.slice(printed.indexOf('train')).split(' ')
  return [changed, (await understood(others)).spec]
}

const dataOf = (name: string): string[] => ['--data', join(place.folder, name)]
const SMALL = (): string[] => [...dataOf('data'), '--train-size', '60']
const FULL = [
  ...['--hidden', '7,5', '--activation', 'tanh', '--output', 'softmax', '--initialiser', 'scaled'],
  ...['--optimiser', 'nesterov', '--momentum', '0.8', '--schedule', 'step', '--schedule-epochs', '4'],
  ...[
    '--l1',
    '0.25',
    '--l2',
    '0.5',
    '--dropout',
    '0.25',
    '--input-dropout',
    '0.125',
    '--augment',
    'rotate=5',
  ],
  ...['--stop', '3', '--keep', 'best', '--precision', 'float32', '--mini-batch-size', '6', '--eta', '0.01'],
  ...['--epochs', '12', '--seed', '1,2', '--eta-changes', '5=0.5'],
]
const UNDO: Partial<GivenSpec> = {
  ...{ sizes: [36, 3], activation: 'sigmoid', output: 'sigmoid', cost: 'quadratic', initialiser: 'textbook' },
  ...{ optimiser: 'sgd', schedule: 'constant', l1: 0, l2: 0, dropout: { hidden: 0, input: 0 }, augment: {} },
  ...{ keep: 'last', precision: 'float64', miniBatchSize: 10, eta: 3, etaChanges: [], epochs: 30, seed: '0' },
}
const ADD: Partial<GivenSpec> = {
  ...{ sizes: [36, 9, 3], activation: 'relu', initialiser: 'he', output: 'softmax', cost: 'log-likelihood' },
  ...{ optimiser: { name: 'adam', beta1: 0.8, beta2: 0.99, epsilon: 1e-7 }, schedule: 'cosine' },
  ...{ l2: 0.1, dropout: { hidden: 0.5 }, augment: { shift: 1, rotate: 12 }, eta: 1e-7, epochs: 120 },
}

beforeAll(async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i},${(i * 7) % 5},${i % 2 === 0 ? 'a' : 'b'},x`)
  await writeFile(join(place.folder, 'table.csv'), ['u,v,kind,note', ...rows].join('\n'))
  const { spec } = await understood([...SMALL(), ...FULL])
  await writeFile(join(place.folder, 'full.json'), specLines(spec).join('\n'))
})

test.each([
  ['nothing of the textbook changed', () => [], {}],
  ['nothing of every flag changed', () => FULL, {}],
  ['every flag undone', () => FULL, UNDO],
  ['every way to learn added', () => [], ADD],
  ['another one in place of every flag', () => FULL, ADD],
  ['eta of a recipe', () => ['--recipe', 'modern'], { eta: 0.5 }],
  ['a recipe undone', () => ['--recipe', 'modern', '--l2', '2'], UNDO],
  ['the output alone', () => [], { output: 'softmax', cost: 'log-likelihood' }],
  ['the cost alone', () => [], { cost: 'cross-entropy' }],
  [
    'an output with another cost than its usual one',
    () => ['--output', 'softmax'],
    { ...UNDO, cost: 'cross-entropy' },
  ],
  [
    'other changes of images than those of a file',
    () => ['--spec', join(place.folder, 'full.json')],
    { augment: { shift: 1 } },
  ],
  ['a Spec in a file, unchanged', () => ['--spec', join(place.folder, 'full.json')], {}],
  ['a Spec in a file, undone', () => ['--spec', join(place.folder, 'full.json'), '--eta', '7'], UNDO],
  [
    'a Spec in a file and a recipe',
    () => ['--spec', join(place.folder, 'full.json'), '--recipe', 'modern'],
    ADD,
  ],
] as const)('the command of a cure trains its Spec: %s', async (_, flags, change) => {
  const given = flags()
  const data = given[0] === '--spec' ? dataOf('data') : SMALL()
  // An early end cannot be undone by a flag, and no cure does.
  const [changed, printed] = await changedAndPrinted([...data, ...given], change)
  expect(printed).toEqual(changed)
})

test('the command of a cure makes the data as the run did', async () => {
  const data = ['--label', 'kind', '--split', '50,30,20', '--split-seed', '3', '--fill', '--no-test']
  const [changed, printed] = await changedAndPrinted([...dataOf('table.csv'), ...data], { eta: 0.5 })
  expect(printed).toEqual(changed)
  expect(changed.data).toMatchObject({ train: 20, validation: 12 })
})

test('a change is said, also where it is what the command does without flags', async () => {
  const { spec, ...origin } = await understood([...SMALL(), '--eta', '100'])
  const command = trainCommand(completeSpec({ ...spec, eta: 3 }), spec, origin)
  expect(command).toMatch(/^gradus train --data \S+ --train-size 60 --eta 3 --epochs 30 --seed 0$/)
})
