import { completeSpec, type GivenSpec, RECIPES } from '@gradus/core'
import { type Dimension, type FieldValue, fieldText, pointsOf, Space, StudyError } from '@gradus/study'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryOf, stepsOf } from './dimension.ts'
import { FIELDS } from './fields.ts'

const fixed = specOf(RECIPES.textbook)

function specOf(options: Pick<GivenSpec, 'miniBatchSize' | 'eta'> & Partial<GivenSpec>) {
  return completeSpec({
    ...{ sizes: [784, 15, 10], seed: '0', epochs: 30, data: { train: 50_000, validation: 10_000 } },
    ...options,
  })
}

/** Fields whose numbers go with some of their names only. */
const OPTIONAL = new Set(['optimiser', 'schedule'])

/** A value of a dimension: the first of its choices. */
function firstOf(dimension: Dimension): FieldValue {
  return entryOf(stepsOf(dimension, 1), 0)
}

/** The error of what has to fail. */
function errorOf(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}

function expectProblem(action: () => unknown, ...parts: readonly string[]): void {
  const error = errorOf(action)
  expect(error).toBeInstanceOf(StudyError)
  expect(error).toMatchObject({ code: 'STUDY', field: 'space' })
  for (const part of parts) expect(String(error)).toContain(part)
}

describe('Space.parse', () => {
  it.each([
    ['eta=0.1..10', { eta: { log: [0.1, 10] } }],
    ['eta=uniform:0.1..10', { eta: { uniform: [0.1, 10] } }],
    ['eta = log : 1e-3 .. .5', { eta: { log: [0.001, 0.5] } }],
    ['eta=0.5,3', { eta: { choices: [0.5, 3] } }],
    ['eta=3', { eta: { choices: [3] } }],
    ['l2=0..5', { l2: { uniform: [0, 5] } }],
    ['l2=0.1..5', { l2: { log: [0.1, 5] } }],
    ['l1=0,1', { l1: { choices: [0, 1] } }],
    ['dropout=0.1..0.5', { dropout: { uniform: [0.1, 0.5] } }],
    ['miniBatchSize=8..64', { miniBatchSize: { whole: [8, 64] } }],
    ['mini-batch-size=uniform:8..64', { miniBatchSize: { uniform: [8, 64] } }],
    ['miniBatchSize=log:8..64', { miniBatchSize: { whole: [8, 64] } }],
    ['hidden=15,30,100x50,none', { hidden: { choices: [[15], [30], [100, 50], []] } }],
    ['hidden=15..100', { hidden: { whole: [15, 100] } }],
    ['activation=sigmoid,relu', { activation: { choices: ['sigmoid', 'relu'] } }],
    ['optimiser=sgd,nesterov', { optimiser: { choices: ['sgd', 'nesterov'] } }],
    ['shift=0..2', { shift: { uniform: [0, 2] } }],
    ['schedule-epochs=5..20', { scheduleEpochs: { whole: [5, 20] } }],
  ])('reads %s', (text, json) => {
    const space = Space.parse([text])
    expect(space.toJSON()).toEqual(json)
    expect(Space.read(JSON.parse(JSON.stringify(space)))).toEqual(space)
  })

  it('reads the example of every field', () => {
    const examples = FIELDS.map(({ example }) => example)
    const fields = examples.flatMap(example => Space.parse([example]).dimensions.map(({ field }) => field))
    expect(fields).toEqual(FIELDS.map(({ name }) => name))
  })

  it('has the same space whatever the order of its fields', () => {
    const texts = ['hidden=15,30', 'activation=sigmoid,relu', 'eta=0.1..10']
    const space = Space.parse(texts)
    expect(space.dimensions.map(({ field }) => field)).toEqual(['eta', 'hidden', 'activation'])
    expect(Space.parse(texts.toReversed())).toEqual(space)
  })

  it.each([
    [[], ['No field is to be tried', 'such as eta=0.1..10']],
    [['eta'], ['"eta" names no field', 'FIELD=VALUES']],
    [['=1..2'], ['"=1..2" names no field']],
    [['etta=1..2'], ['"etta" is no field', 'expected eta.']],
    [['optimizer=sgd'], ['"optimizer" is no field', 'expected optimiser.']],
    [['minibatchsize=1..2'], ['expected miniBatchSize.']],
    [['momentummmm=0.5'], ['expected momentum.']],
    [['momen=0.5'], ['expected momentum.']],
    [['momtneum=0.5'], ['expected momentum.']],
    [['scheduleFactorrrrr=0.5'], ['one of eta, miniBatchSize']],
    [['lr=1..2'], ['one of eta, miniBatchSize']],
    [['mome=0.5'], ['one of eta, miniBatchSize']],
    [['learning-rate=1..2'], ['"learning-rate" is no field', 'one of eta, miniBatchSize']],
    [['__proto__=1..2'], ['is no field']],
    [['seed=1,2'], ['"seed" is a field that no study tries', '--seeds']],
    [['epochs=10,30'], ['the rungs decide it']],
    [['stop=3'], ['"stop" is a field that no study tries']],
    [['keep=best'], ['"keep" is a field that no study tries']],
    [['data=a,b'], ['"data" is a field that no study tries']],
    [['train-size=100'], ['"train-size" is a field that no study tries']],
    [['sizes=784,10'], ['Try hidden instead']],
    [['eta-changes=1=2'], ['Try schedule instead']],
    [['augment=shift'], ['Try them: shift, rotate']],
    [['eta=1..2', 'eta=3,4'], ['eta is given twice']],
    [['mini-batch-size=1..2', 'miniBatchSize=3'], ['miniBatchSize is given twice']],
    [['eta='], ['eta= has no values', 'such as eta=0.1..10']],
    [['eta=,'], ['has the choice ""', 'finite numbers above 0']],
    [['eta=1,,2'], ['has the choice ""']],
    [['eta=1,2,1.0'], ['eta=1,2,1 has 1 twice']],
    [['hidden=15,15'], ['has 15 twice']],
    [['activation=relu,relu'], ['has relu twice']],
    [['eta=10..0.1'], ['eta=10..0.1 begins above its end', '0.1..10']],
    [['eta=3..3'], ['has one value only', 'the value alone: 3']],
    [['eta=0..3'], ['has the end 0', 'above 0']],
    [['l2=log:0..3'], ['begins at 0 on a logarithmic scale', 'uniform:0..3']],
    [['l2=-1..3'], ['has the end -1', 'at least 0']],
    [['eta=fast..3'], ['eta=fast..3 is no range']],
    [['eta=1..2..3'], ['is no range', 'two numbers']],
    [['eta=1..1e999'], ['eta=1..Infinity has the end Infinity']],
    [['eta=0x10,3'], ['has the choice "0x10"']],
    [['eta=relu'], ['has the choice "relu"']],
    [['eta=log:1,2'], ['eta=log:1,2 has a scale', 'range']],
    [['dropout=0.5..1'], ['has the end 1', '0 .. 0.999']],
    [['momentum=0.5..1'], ['has the end 1', 'below 1']],
    [['schedule-factor=0..0.5'], ['has the end 0', 'between 0 and 1']],
    [['rotate=0..100'], ['has the end 100', '0 .. 90']],
    [['miniBatchSize=1.5..8'], ['has the end 1.5', 'whole numbers']],
    [['miniBatchSize=0,8'], ['has the choice 0', 'at least 1']],
    [['shift=0.5,1'], ['has the choice 0.5', 'whole numbers of at least 0']],
    [['hidden=15x,30'], ['hidden=15x,30 has the choice 15x:']],
    [['hidden=0'], ['has the choice 0:']],
    [['activation=softplus,relu'], ['has the choice "softplus"', 'sigmoid, tanh, relu']],
    [['activation=relu..tanh'], ['activation=relu..tanh is a range', 'such as activation=sigmoid,tanh']],
    [FIELDS.slice(0, 21).map(({ example }) => example), ['has 21 fields', 'at most 20']],
  ])('refuses %j', (texts, parts) => {
    expectProblem(() => Space.parse(texts), ...parts)
  })

  it('takes twenty fields', () => {
    expect(Space.parse(FIELDS.slice(0, 20).map(({ example }) => example)).dimensions).toHaveLength(20)
  })
})

describe('Space.read', () => {
  it('takes a number for one hidden layer', () => {
    expect(Space.read({ hidden: { choices: [15, [30, 20]] } })).toEqual(Space.parse(['hidden=15,30x20']))
  })

  it.each([
    [undefined, 'The space is no object'],
    [[], 'The space is no object'],
    [{}, 'No field is to be tried'],
    [{ etta: { log: [1, 2] } }, 'expected eta.'],
    [JSON.parse('{"__proto__": {"log": [1, 2]}}'), 'is no field'],
    [{ eta: 3 }, 'eta=3 is no dimension'],
    [{ eta: null }, 'eta=null is no dimension'],
    [{ eta: {} }, 'eta={} is no dimension'],
    [{ eta: [1, 2] }, 'eta=[1,2] is no dimension'],
    [{ eta: { log: [1, 2], choices: [1] } }, 'is no dimension'],
    [{ eta: { linear: [1, 2] } }, 'expected one of log, uniform, whole and choices'],
    [{ eta: { log: [1] } }, 'eta=1 is no range'],
    [{ eta: { log: 1 } }, 'eta=1 is no range'],
    [{ eta: { log: ['1', '2'] } }, 'eta=1..2 is no range'],
    [{ eta: { log: [Number.NaN, 2] } }, 'has the end NaN'],
    [{ eta: { whole: [1, 2] } }, 'expected log or uniform'],
    [{ eta: { choices: [] } }, 'has no choices'],
    [{ eta: { choices: 'abc' } }, 'has no choices'],
    [{ eta: { choices: [[1]] } }, 'has the choice [1]'],
    [{ eta: { choices: ['3'] } }, 'has the choice "3"'],
    [{ hidden: { choices: ['15'] } }, 'has the choice "15"'],
    [{ hidden: { choices: [15, [15]] } }, 'has 15 twice'],
    [{ activation: { choices: [1] } }, 'has the choice 1'],
    [{ activation: { log: [1, 2] } }, 'activation=1..2 is a range'],
  ])('refuses %j', (json: unknown, part: string) => {
    expectProblem(() => Space.read(json), part)
  })
})

describe('Space.specOf', () => {
  it.each([
    [['eta=3', 'mini-batch-size=20', 'l1=1', 'l2=2'], { eta: 3, miniBatchSize: 20, l1: 1, l2: 2 }],
    [['hidden=100x50'], { sizes: [784, 100, 50, 10] }],
    [['hidden=none'], { sizes: [784, 10] }],
    [['activation=relu', 'initialiser=he'], { activation: 'relu', initialiser: 'he' }],
    [['output=softmax'], { output: 'softmax', cost: 'log-likelihood' }],
    [['cost=cross-entropy', 'precision=float32'], { cost: 'cross-entropy', precision: 'float32' }],
    [['optimiser=nesterov'], { optimiser: { name: 'nesterov', momentum: 0.9 } }],
    [['optimiser=momentum', 'momentum=0.5'], { optimiser: { name: 'momentum', momentum: 0.5 } }],
    [
      ['optimiser=adam', 'beta1=0.8', 'beta2=0.99', 'epsilon=1e-7'],
      { optimiser: { name: 'adam', beta1: 0.8, beta2: 0.99, epsilon: 1e-7 } },
    ],
    [
      ['schedule=step', 'scheduleEpochs=5', 'scheduleFactor=0.3'],
      { schedule: { name: 'step', epochs: 5, factor: 0.3 } },
    ],
    [['dropout=0.5', 'inputDropout=0.2'], { dropout: { hidden: 0.5, input: 0.2 } }],
    [['shift=1', 'rotate=12', 'elastic=0'], { augment: { shift: 1, rotate: 12 } }],
    [['scale=15', 'shear=10', 'thickness=1'], { augment: { scale: 15, shear: 10, thickness: 1 } }],
  ])('puts %j into the Spec', (texts, changes) => {
    const space = Space.parse(texts)
    const values = space.dimensions.map(firstOf)
    expect(space.specOf(fixed, values)).toEqual({ ...fixed, ...changes })
  })

  it('keeps the numbers of a fixed optimiser and schedule, and the other parts of dropout and changes', () => {
    const { textbook } = RECIPES
    const full = specOf({
      ...textbook,
      optimiser: { name: 'adam', beta1: 0.7 },
      schedule: { name: 'plateau', epochs: 4 },
      dropout: { hidden: 0.5 },
      augment: { shift: 1 },
    })
    const space = Space.parse(['beta2=0.99', 'scheduleFactor=0.2', 'inputDropout=0.1', 'rotate=5'])
    expect(space.specOf(full, [0.99, 0.2, 0.1, 5])).toEqual({
      ...full,
      optimiser: { name: 'adam', beta1: 0.7, beta2: 0.99, epsilon: 1e-8 },
      schedule: { name: 'plateau', epochs: 4, factor: 0.2 },
      dropout: { hidden: 0.5, input: 0.1 },
      augment: { shift: 1, rotate: 5 },
    })
    const off = Space.parse(['optimiser=sgd', 'schedule=constant', 'dropout=0', 'shift=0'])
    const { optimiser, schedule, dropout, augment, ...plain } = full
    expect(off.specOf(full, ['sgd', 'constant', 0, 0])).toEqual(plain)
  })

  it.each([
    [
      ['optimiser=sgd', 'momentum=0.9'],
      ['optimiser=sgd and momentum=0.9', 'The optimiser sgd has a momentum'],
    ],
    [['momentum=0.9'], ['A trial of momentum=0.9 is impossible', 'The optimiser sgd']],
    [['optimiser=nesterov', 'beta1=0.9'], ['optimiser=nesterov and beta1=0.9']],
    [['scheduleEpochs=3'], ['scheduleEpochs=3', 'The schedule constant']],
    [
      ['output=softmax', 'cost=quadratic'],
      ['output=softmax and cost=quadratic', "expected 'log-likelihood'"],
    ],
    [['cost=log-likelihood'], ['cost=log-likelihood', 'the output is sigmoid']],
    [
      ['eta=1e300', 'precision=float32'],
      ['eta=1e+300 is impossible', 'infinite in float32'],
    ],
    [['hidden=16777216'], ['hidden=16777216', 'biases and weights']],
  ])('refuses %j, and so does check', (texts, parts) => {
    const space = Space.parse(texts)
    const values = space.dimensions.map(firstOf)
    expectProblem(() => space.specOf(fixed, values), ...parts)
    expectProblem(() => space.check(fixed), ...parts)
  })

  it('refuses values that are not those of the space', () => {
    const space = Space.parse(['eta=0.1..10', 'activation=relu,tanh'])
    expectProblem(() => space.specOf(fixed, [3]), 'has no value of activation')
    expectProblem(() => space.specOf(fixed, ['relu', 3]), 'has the value "relu" of eta')
  })
})

describe('Space.check', () => {
  it.each([
    [
      ['output=sigmoid,softmax', 'eta=0.1..10', 'cost=cross-entropy'],
      'output=softmax and cost=cross-entropy',
    ],
    [['optimiser=nesterov,sgd', 'momentum=0.5..0.9'], 'optimiser=sgd and momentum='],
    [
      ['optimiser=adam,momentum', 'beta1=0.8..0.9', 'hidden=10..50', 'l2=0..5'],
      'optimiser=momentum and beta1=',
    ],
    [['hidden=15,16777216'], 'hidden=16777216'],
    [['eta=0.1..1e300', 'precision=float64,float32'], 'eta=1e+300'],
  ])('refuses %j, of which only some combinations are impossible', (texts, part) => {
    expectProblem(() => Space.parse(texts).check(fixed), part)
  })

  it('finds what is impossible at one end of a range among many, and in one choice of names', () => {
    const numbers = FIELDS.filter(
      ({ parts, kind }) => kind !== 'name' && !parts.some(part => OPTIONAL.has(part)),
    )
    const others = numbers.map(({ example }) => example).filter(example => !example.startsWith('eta='))
    const float32 = specOf({ ...RECIPES.textbook, precision: 'float32' })
    expect(() => Space.parse([...others, 'eta=0.1..10']).check(float32)).not.toThrow()
    expectProblem(() => Space.parse([...others, 'eta=0.1..1e300']).check(float32), 'eta=1e+300')
    const optimisers = ['optimiser=nesterov,adam,momentum', 'momentum=0.5..0.9']
    expectProblem(() => Space.parse([...others, ...optimisers]).check(fixed), 'optimiser=adam and momentum=')
  })

  it('finds the one impossible pair among all names', () => {
    const names = ['activation', 'initialiser', 'schedule', 'precision', 'optimiser']
    const examples = FIELDS.filter(({ name }) => names.includes(name)).map(({ name, expected }) => {
      return `${name}=${expected.replace('one of ', '').replaceAll(' ', '')}`
    })
    const possible = [...examples, 'output=softmax,sigmoid', 'hidden=10..50', 'eta=0.1..10']
    expect(() => Space.parse(possible).check(fixed)).not.toThrow()
    expectProblem(() => Space.parse([...possible, 'epsilon=1e-9..1e-7']).check(fixed), 'epsilon')
  })
})

describe('fieldText', () => {
  it.each([
    [0.5, '0.5'],
    ['relu', 'relu'],
    [[100, 50], '100x50'],
    [[], 'none'],
  ])('writes %j as %s', (value, text) => {
    expect(fieldText(value)).toBe(text)
  })
})

/** Dimensions of one field, as a file has them, whose values fit any Spec. */
const rangeOf = (least: number, most: number) =>
  fc
    .tuple(
      fc.double({ min: least, max: most, noNaN: true }),
      fc.double({ min: least, max: most, noNaN: true }),
    )
    .filter(([one, other]) => one !== other)
    .map(([one, other]) => (one < other ? [one, other] : [other, one]))
const wholeRange = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }))
  .map(([low, more]) => [low, low + more])
const jsonSpace = fc
  .record(
    {
      eta: fc.oneof(
        rangeOf(1e-3, 100).map(log => ({ log })),
        rangeOf(1e-3, 100).map(uniform => ({ uniform })),
      ),
      miniBatchSize: fc.oneof(
        wholeRange.map(whole => ({ whole })),
        wholeRange.map(uniform => ({ uniform })),
      ),
      hidden: fc.oneof(
        wholeRange.map(whole => ({ whole })),
        fc
          .uniqueArray(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 3 }), {
            minLength: 1,
            selector: layers => layers.join('x'),
          })
          .map(choices => ({ choices })),
      ),
      activation: fc
        .shuffledSubarray(['sigmoid', 'tanh', 'relu'], { minLength: 1 })
        .map(choices => ({ choices })),
      dropout: rangeOf(0, 0.9).map(uniform => ({ uniform })),
    },
    { requiredKeys: [] },
  )
  .filter(json => Object.keys(json).length > 0)

describe('any space', () => {
  it('is the same after toJSON and read', () => {
    fc.assert(
      fc.property(jsonSpace, json => {
        const space = Space.read(json)
        expect(Space.read(JSON.parse(JSON.stringify(space)))).toEqual(space)
      }),
    )
  })

  it('has Specs within its bounds under every sampler', () => {
    const sampler = fc.constantFrom('sobol' as const, 'random' as const, 'grid' as const)
    fc.assert(
      fc.property(jsonSpace, sampler, fc.nat(1000), fc.nat(), (json, sampler, seed, k) => {
        const space = Space.read(json)
        const points = pointsOf(space, { sampler, seed: String(seed), gridSteps: 3 })
        const values = points.at(k % (points.size ?? 1e9))
        expect(() => space.specOf(fixed, values)).not.toThrow()
        for (const [d, dimension] of space.dimensions.entries()) {
          const value = values[d]
          if (dimension.kind === 'choices') {
            expect(dimension.choices).toContainEqual(value)
            continue
          }
          const number = typeof value === 'object' ? value[0] : value
          expect(number).toBeGreaterThanOrEqual(dimension.low)
          expect(number).toBeLessThanOrEqual(dimension.high)
        }
      }),
    )
  })
})
