import { completeSpec, RECIPES, type Recipe } from '@gradus/core'
import { Command } from 'commander'
import { describe, expect, it, test } from 'vitest'
import { FLAGS, isInSpec } from '../run/settings.ts'
import { trainCommand } from './train.ts'
import { LEARNING_OPTIONS, NETWORK_OPTIONS, type WaysFlags, type WaysSettings, waysOf } from './ways.ts'

/** The ways to learn that flags ask for, without those that are undefined. */
function ways(...flags: readonly string[]): Partial<WaysSettings> {
  return waysBeside(undefined, ...flags)
}

/** The same beside a Spec. */
function waysBeside(base: Recipe | undefined, ...flags: readonly string[]): Partial<WaysSettings> {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  command.option('--mini-batch-size <n>', '', Number, 10).option('--eta <rate>', '', Number, 3)
  command.option('--precision <name>', '', 'float64')
  for (const option of [...NETWORK_OPTIONS, ...LEARNING_OPTIONS]) command.addOption(option)
  command.parse(flags, { from: 'user' })
  const found = Object.entries(waysOf(command.opts<WaysFlags>(), command, base))
  return Object.fromEntries(found.filter(([, value]) => value !== undefined))
}

const textbook = { miniBatchSize: 10, eta: 3, precision: 'float64', dropout: {} }

describe('flags of better ways to learn', () => {
  it('are the textbook without any', () => {
    expect(ways()).toEqual(textbook)
    expect(ways('--recipe', 'textbook')).toEqual(textbook)
  })

  it('take a recipe, which single flags override', () => {
    const modern = ways('--recipe', 'modern')
    expect(modern).toMatchObject({
      activation: 'relu',
      cost: 'log-likelihood',
      miniBatchSize: 64,
      precision: 'float32',
    })
    expect(ways('--recipe', 'modern', '--eta', '3', '--shift', '0', '--precision', 'float64')).toEqual({
      ...{ ...modern, eta: 3, augment: { shift: 0 }, precision: 'float64' },
    })
    expect(ways('--recipe', 'modern', '--momentum', '0.5').optimiser).toEqual({
      name: 'nesterov',
      momentum: 0.5,
    })
    expect(ways('--recipe', 'modern', '--optimiser', 'adam').optimiser).toEqual({ name: 'adam' })
    expect(ways('--recipe', 'modern', '--output', 'sigmoid').cost).toBeUndefined()
    expect(ways('--recipe', 'chapter3', '--l2', '0').l2).toBe(0)
  })

  it('override a Spec, a part at a time', () => {
    const spec: Recipe = {
      ...{ miniBatchSize: 32, eta: 0.2, precision: 'float32', output: 'softmax', cost: 'log-likelihood' },
      ...{
        optimiser: { name: 'adam', beta1: 0.8, beta2: 0.9, epsilon: 1e-6 },
        dropout: { hidden: 0.5, input: 0.1 },
      },
      schedule: { name: 'step', epochs: 7, factor: 0.3 },
    }
    expect(waysBeside(spec)).toEqual(spec)
    const flags = ['--beta2', '0.99', '--schedule-factor', '0.5', '--dropout', '0', '--eta', '3']
    expect(waysBeside(spec, ...flags)).toEqual({
      ...{ ...spec, eta: 3, dropout: { hidden: 0, input: 0.1 } },
      optimiser: { name: 'adam', beta1: 0.8, beta2: 0.99, epsilon: 1e-6 },
      schedule: { name: 'step', epochs: 7, factor: 0.5 },
    })
    expect(waysBeside(spec, '--optimiser', 'momentum').optimiser).toEqual({ name: 'momentum' })
    expect(waysBeside(spec, '--output', 'sigmoid').cost).toBeUndefined()
    expect(waysBeside(spec, '--recipe', 'chapter3')).toMatchObject({ l2: 5, cost: 'cross-entropy', eta: 0.5 })
  })

  it('put together what belongs together', () => {
    expect(ways('--dropout', '.5', '--input-dropout', '0.2').dropout).toEqual({ hidden: 0.5, input: 0.2 })
    expect(ways('--schedule', 'step', '--schedule-epochs', '3').schedule).toMatchObject({
      name: 'step',
      epochs: 3,
    })
    expect(ways('--augment', 'rotate=12', '--shift', '2').augment).toEqual({ rotate: 12, shift: 2 })
    expect(ways('--recipe', 'modern', '--augment', 'elastic=2').augment).toEqual({ shift: 1, elastic: 2 })
    expect(ways('--stop', '5', '--keep', 'best')).toMatchObject({ stop: { epochs: 5 }, keep: 'best' })
  })

  it.each([
    ['--l2', '-1'],
    ['--dropout', '1'],
    ['--momentum', 'much'],
    ['--shift', '1.5'],
    ['--augment', 'rotate'],
    ['--cost', 'mean'],
  ])('are refused with a value that is none: %s %s', (flag, value) => {
    expect(() => ways(flag, value)).toThrow(flag)
  })
})

test('every field of a Spec has its flag', () => {
  const spec = completeSpec({
    ...{ ...RECIPES.modern, sizes: [784, 10], seed: '0', epochs: 1, l1: 1, l2: 1, dropout: { hidden: 0.5 } },
    ...{ stop: { epochs: 1 }, keep: 'best', data: { train: 1, validation: 1 } },
  })
  const flags = trainCommand(() => {}).options.map(option => option.flags)
  for (const field of Object.keys(spec).filter(name => name !== 'data')) {
    if (!isInSpec(field)) throw new Error(`${field} has no flag`)
    expect(flags).toContain(FLAGS[field])
  }
  expect(Object.keys(spec)).toHaveLength(20)
})
