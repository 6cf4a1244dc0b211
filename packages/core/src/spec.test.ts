import { describe, expect, it } from 'vitest'
import { collect, lastOf, options, xor } from '../test/runs.ts'
import { OptionError } from './errors.ts'
import { Network } from './network.ts'
import {
  checkSpec,
  completeSpec,
  diffSpecs,
  etaAt,
  type GivenSpec,
  hyperparametersOf,
  passedChanges,
  readSpec,
  SPEC_DEFAULTS,
  type Spec,
  seedOf,
  seedText,
} from './spec.ts'
import { SgdController } from './training/controller.ts'
import { networkOf } from './training/options.ts'
import type { Checkpoint } from './training/progress.ts'
import { sgd } from './training/sgd.ts'

const given: GivenSpec = {
  ...{ sizes: [2, 3, 2], seed: '7', epochs: 3, miniBatchSize: 3, eta: 1 },
  data: { hash: 'abc', train: 4 },
}
const spec = completeSpec(given)
/** Every field, with a value that is none of the defaults. */
const everyField: Spec = {
  ...{ sizes: [4, 3, 2], activation: 'relu', output: 'softmax', cost: 'log-likelihood', initialiser: 'he' },
  ...{ seed: '7', epochs: 3, miniBatchSize: 3, eta: 1, precision: 'float32' },
  etaChanges: [{ epoch: 1, position: 3, eta: 0.5 }],
  optimiser: { name: 'adam', beta1: 0.8, beta2: 0.9, epsilon: 1e-6 },
  schedule: { name: 'plateau', epochs: 4, factor: 0.25 },
  ...{ l2: 5, l1: 0.5, dropout: { hidden: 0.5, input: 0 } },
  augment: { shift: 1, rotate: 12, scale: 15, shear: 10, thickness: 0.5, elastic: 2 },
  ...{ stop: { epochs: 9 }, keep: 'best' },
  data: { train: 4, validation: 2 },
}

describe('a Spec', () => {
  it('is one JSON value, with a default for what may be left out', () => {
    expect(spec).toEqual({ ...given, ...SPEC_DEFAULTS, cost: 'quadratic' })
    expect(readSpec(given)).toEqual(spec)
    expect(readSpec(JSON.parse(JSON.stringify(everyField)))).toEqual(everyField)
  })

  it('leaves ways to learn out that are off, and completes those that are given by name', () => {
    const off = { optimiser: 'sgd', schedule: 'constant', l1: 0, l2: 0, keep: 'last' } as const
    expect(
      completeSpec({ ...given, ...off, initialiser: 'textbook', dropout: {}, augment: { shift: 0 } }),
    ).toEqual(spec)
    expect(JSON.stringify(completeSpec({ ...given, ...off }))).toBe(JSON.stringify(spec))
    const named = completeSpec({
      ...{ ...given, output: 'softmax', optimiser: 'nesterov', schedule: 'step', dropout: { hidden: 0.5 } },
    })
    expect(named).toMatchObject({
      cost: 'log-likelihood',
      optimiser: { name: 'nesterov', momentum: 0.9 },
      schedule: { name: 'step', epochs: 10, factor: 0.1 },
      dropout: { hidden: 0.5, input: 0 },
    })
    expect(completeSpec({ ...given, optimiser: 'adam' }).optimiser).toEqual({
      ...{ name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    })
  })

  it('has the parts of an augmentation that are on, in their order, and as before where that is a shift', () => {
    const augmentOf = (augment: GivenSpec['augment']) =>
      JSON.stringify(completeSpec({ ...given, augment }).augment)
    expect(augmentOf({ shift: 1, rotate: 0, elastic: 0 })).toBe('{"shift":1}')
    expect(augmentOf({ elastic: 2, rotate: 12 })).toBe('{"rotate":12,"elastic":2}')
    expect(augmentOf({ rotate: 0 })).toBeUndefined()
    expect(readSpec({ ...given, augment: { shear: 3 } }).augment).toEqual({ shear: 3 })
  })

  it('has its hyper-parameters as options of sgd, and none besides', () => {
    const names = Object.keys(hyperparametersOf({ ...spec, ...{ engine: 'simd' } }))
    const others = ['sizes', 'activation', 'output', 'cost', 'initialiser', 'seed', 'data']
    expect([...names, ...others].sort()).toEqual(Object.keys(everyField).sort())
  })

  it('is all that it takes to train a network again, changes of eta by hand included', async () => {
    const controller = new SgdController()
    const network = networkOf(spec)
    let checkpoint: Checkpoint | undefined
    const events = await collect(sgd(network, xor, { ...options, testData: xor, controller }), event => {
      if (event.type === 'epoch' && event.epoch === 0) controller.setEta(0.25)
      if (event.type === 'epoch' && event.epoch === 1) controller.checkpoint()
      if (event.type === 'checkpoint') checkpoint = event.checkpoint
    })
    expect(events[0]).toMatchObject({ type: 'started', spec: { ...spec, data: { train: 4, test: 4 } } })
    const again: unknown = JSON.parse(JSON.stringify(checkpoint?.progress.spec))
    const told = readSpec(again)
    expect(told.etaChanges).toEqual([{ epoch: 1, position: 0, eta: 0.25 }])
    const repeated = networkOf(told)
    await collect(sgd(repeated, xor, told))
    expect(await repeated.sha256()).toBe(await network.sha256())
    expect(lastOf(events).etaChanges).toEqual(told.etaChanges)
  })

  it.each([
    [undefined, 'spec', 'spec is missing: expected an object. Correct it.'],
    [[spec], 'spec', 'spec is [{"sizes":[2,3,2],"activation":"sigmoid"'],
    [
      { ...spec, momentum: 0.9 },
      'spec.momentum',
      'spec.momentum is unknown: expected only sizes, activation',
    ],
    [{ ...spec, sizes: [784] }, 'sizes', 'sizes is [784]: expected at least an input and an output layer'],
    [{ ...spec, sizes: 784 }, 'spec.sizes', 'spec.sizes is 784: expected a list of whole numbers'],
    [
      { ...spec, activation: 'softmax' },
      'spec.activation',
      'spec.activation is "softmax": expected sigmoid, tanh or relu. Correct',
    ],
    [{ ...spec, cost: 1 }, 'spec.cost', 'spec.cost is 1: expected quadratic, cross-entropy or'],
    [{ ...spec, seed: 7 }, 'spec.seed', 'spec.seed is 7: expected a string'],
    [{ ...spec, seed: '07' }, 'seed', 'seed is "07": expected at most 10000 decimal digits, such as "0", or'],
    [{ ...spec, seed: '1,' }, 'seed', 'seed is "1,": expected'],
    [{ ...spec, seed: '1'.repeat(10_001) }, 'seed', 'expected at most 10000 decimal digits'],
    [{ ...spec, epochs: 0 }, 'spec.epochs', 'spec.epochs is 0: expected a whole number of at least 1'],
    [{ ...spec, miniBatchSize: 1.5 }, 'spec.miniBatchSize', 'spec.miniBatchSize is 1.5: expected'],
    [{ ...spec, eta: '3' }, 'spec.eta', 'spec.eta is "3": expected a number of at least 0'],
    [{ ...spec, eta: 5e-324 }, 'eta', 'eta is 5e-324: expected more, since eta / 3 is 0. Make eta larger'],
    [{ ...spec, precision: 'float16' }, 'spec.precision', 'is "float16": expected float64 or float32'],
    [{ ...spec, etaChanges: {} }, 'spec.etaChanges', 'spec.etaChanges is {}: expected a list of objects'],
    [
      { ...spec, etaChanges: [{ epoch: 0, position: 0, eta: 1, at: 2 }] },
      'spec.etaChanges[0].at',
      'spec.etaChanges[0].at is unknown: expected only epoch, position, eta',
    ],
    [
      {
        ...spec,
        etaChanges: [
          { epoch: 1, position: 0, eta: 1 },
          { epoch: 0, position: 3, eta: 1 },
        ],
      },
      'etaChanges',
      'etaChanges has a change in epoch 0 after 3 examples: expected whole numbers, in order',
    ],
    [
      { ...spec, output: 'softmax' },
      'cost',
      "cost is 'quadratic', and the output is softmax: expected 'log-likelihood', which suits it. Take that, or make the output 'sigmoid'.",
    ],
    [
      { ...spec, cost: 'log-likelihood' },
      'cost',
      "the output is sigmoid: expected 'quadratic' or 'cross-entropy', which suits it",
    ],
    [{ ...spec, optimiser: 'adam' }, 'spec.optimiser', 'spec.optimiser is "adam": expected an object'],
    [
      { ...spec, optimiser: { name: 'sgd', momentum: 0.9 } },
      'spec.optimiser.momentum',
      'spec.optimiser.momentum is unknown: expected only name',
    ],
    [
      { ...spec, optimiser: { name: 'momentum', momentum: 1 } },
      'optimiser',
      "The optimiser's momentum is 1: expected a number of 0 to below 1, such as 0.9.",
    ],
    [{ ...spec, l2: -1 }, 'spec.l2', 'spec.l2 is -1: expected a number of at least 0'],
    [{ ...spec, dropout: { hidden: 1, input: 0 } }, 'dropout', 'dropout.hidden is 1: expected a share of 0'],
    [
      { ...spec, schedule: { name: 'step', epochs: 3, factor: 2 } },
      'schedule',
      "The schedule's factor is 2: expected a number between 0 and 1",
    ],
    [
      { ...spec, stop: { epochs: 3 }, keep: 'best' },
      'stop',
      'stop and keep decide by the accuracy on validation data, and there are none: expected some. Set examples',
    ],
    [
      { ...spec, schedule: { name: 'plateau', epochs: 3, factor: 0.5 } },
      'schedule',
      'schedule decides by the accuracy on validation data',
    ],
    [{ ...spec, data: { train: 0 } }, 'spec.data.train', 'spec.data.train is 0: expected'],
    [
      { ...spec, augment: { turn: 3 } },
      'spec.augment.turn',
      'unknown: expected only shift, rotate, scale, shear, thickness, elastic',
    ],
    [
      { ...spec, data: { train: 4, path: 'a' } },
      'spec.data.path',
      'unknown: expected only hash, train, validation',
    ],
  ])('that is invalid is refused: %j', (value, option, message) => {
    expect(() => readSpec(value)).toThrow(OptionError)
    expect(() => readSpec(value)).toThrow(expect.objectContaining({ option }))
    expect(() => readSpec(value)).toThrow(message)
  })

  it.each([
    [{ activation: 'max' }, "activation is \"max\": expected 'sigmoid' or 'tanh' or 'relu'."],
    [{ cost: undefined }, "cost is undefined: expected 'quadratic' or 'cross-entropy' or 'log-likelihood'."],
    [{ optimiser: 'sdg' }, "optimiser is \"sdg\": expected 'sgd' or 'momentum' or 'nesterov' or 'adam'."],
    [{ optimiser: { name: 'sgd', momentum: 1 } }, 'The optimiser sgd has a momentum: expected none.'],
    [{ schedule: { name: 'cosine', epochs: 1 } }, 'The schedule cosine has a number of epochs or a factor'],
    [{ keep: 'first' }, "keep is \"first\": expected 'last' or 'best'."],
    [{ l1: Number.NaN }, 'l1 is NaN: expected a number of at least 0, such as 5.'],
    [{ augment: { shift: 1.5 } }, 'augment.shift is 1.5: expected a whole number of at least 1.'],
    [{ augment: { rotate: 91 } }, 'augment.rotate is 91: expected 0 .. 90 degrees.'],
    [{ augment: { scale: 51 } }, 'augment.scale is 51: expected 0 .. 50 percent.'],
    [{ augment: { shear: Number.NaN } }, 'augment.shear is NaN: expected 0 .. 45 degrees.'],
    [{ augment: { thickness: -1 } }, 'augment.thickness is -1: expected 0 .. 3 pixels.'],
    [{ augment: { elastic: '2' } }, 'augment.elastic is 2: expected 0 .. 8 pixels.'],
    [{ precision: 'float16' }, "precision is \"float16\": expected 'float64' or 'float32'."],
    [{ seed: undefined }, 'seed is "undefined": expected'],
    [{ data: { train: 4, test: 0.5 } }, 'data.test is 0.5: expected a whole number of at least 1'],
    [{ epochs: Number.NaN }, 'epochs is NaN'],
  ])('is checked value by value: %j', (change, message) => {
    expect(() => Reflect.apply(checkSpec, undefined, [{ ...spec, ...change }])).toThrow(message)
  })
})

describe('eta', () => {
  const changed = {
    ...spec,
    etaChanges: [
      { epoch: 0, position: 3, eta: 2 },
      { epoch: 2, position: 0, eta: 4 },
    ],
  }

  it.each([
    [0, 0, 1, 0],
    [0, 3, 2, 1],
    [1, 3, 2, 1],
    // At the end of an epoch the next one's changes are behind the run: it trains on nothing before them.
    [1, 4, 4, 2],
    [2, 0, 4, 2],
  ])('in epoch %d after %d examples is %d', (epoch, position, eta, count) => {
    expect(etaAt(changed, { epoch, position })).toBe(eta)
    expect(passedChanges(changed, { epoch, position })).toHaveLength(count)
  })

  it('changes as planned after a run was resumed, with no more than its checkpoint', async () => {
    const whole = networkOf(changed)
    const checkpoints: Checkpoint[] = []
    const controller = new SgdController()
    controller.step()
    await collect(sgd(whole, xor, { ...changed, testData: xor, controller }), event => {
      if (event.type === 'checkpoint') checkpoints.push(event.checkpoint)
      if (event.type === 'progress') controller.checkpoint()
      if (event.type === 'progress') controller.step()
    })
    expect(checkpoints).toHaveLength(6)
    for (const { network, progress } of checkpoints) {
      expect(progress.spec.etaChanges).toEqual(changed.etaChanges)
      const { epochs, miniBatchSize, eta } = progress.spec
      await collect(sgd(network, xor, { epochs, miniBatchSize, eta, resume: progress }))
      expect(await network.sha256()).toBe(await whole.sha256())
    }
  })
})

describe('seeds', () => {
  it.each([0, 7, 2 ** 53 - 1, 2n ** 70n, [1, 2n ** 70n]])('are texts of digits: %s', seed => {
    expect(seedOf(seedText(seed))).toEqual(seed)
  })

  it('that are lists of one number or none give the numbers of that one, and of 0', () => {
    const weightsOf = (seed: ConstructorParameters<typeof Network>[1]) => new Network([2, 2], seed).weights
    expect(weightsOf({ seed: seedOf(seedText([5])) })).toEqual(weightsOf({ seed: [5] }))
    expect(weightsOf({ seed: seedOf(seedText([])) })).toEqual(weightsOf({ seed: [] }))
  })
})

it('differences of Specs are found field by field', () => {
  const other = { ...spec, eta: 2, data: { train: 5, test: 3 } }
  expect(diffSpecs([spec, spec])).toEqual([])
  const [turned, more] = [12, 20].map(rotate => ({ ...spec, augment: { shift: 1, rotate } }))
  expect(diffSpecs([turned, turned, more])).toEqual([
    { field: 'augment', values: [turned.augment, turned.augment, more.augment] },
  ])
  expect(diffSpecs([spec, other, spec])).toEqual([
    { field: 'eta', values: [1, 2, 1] },
    { field: 'data.hash', values: ['abc', undefined, 'abc'] },
    { field: 'data.train', values: [4, 5, 4] },
    { field: 'data.test', values: [undefined, 3, undefined] },
  ])
})
