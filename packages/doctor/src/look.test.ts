import {
  completeSpec,
  type DenseExamples,
  denseExamples,
  type Examples,
  type GivenSpec,
  type Numbers,
  oneHot,
  RandomGenerator,
  type SparseExamples,
} from '@gradus/core'
import { type LookedAt, look, type Sighting } from '@gradus/doctor'
import { describe, expect, it } from 'vitest'
import { quadrantsRun } from '../test/runs.ts'

const { train: TRAIN, validation: VALIDATION } = quadrantsRun()

/** Points of the plane with other numbers. */
function points(
  examples: Examples,
  change: (point: { x: number[]; label: number; i: number }) => { x?: number[]; y?: Numbers },
): DenseExamples {
  if (examples.kind === 'sparse') throw new Error('The points are dense')
  const pairs = Array.from({ length: examples.length }, (_, i) => {
    const x = [...examples.x.subarray(2 * i, 2 * i + 2)]
    const label = examples.y[2 * i] === 1 ? 0 : 1
    const changed = change({ x, label, i })
    return [changed.x ?? x, changed.y ?? oneHot(label, 2)] as const
  })
  return denseExamples(pairs)
}

/** Random images of some bytes, with labels in turn. */
function images(count: number, seed: number, classes = 4): SparseExamples {
  const numbers = new RandomGenerator(seed)
  const inputSize = 16
  const values = Uint8Array.from({ length: count * inputSize }, () => 1 + numbers.interval(254))
  return {
    ...{ kind: 'sparse', length: count, inputSize, outputSize: classes, values },
    offsets: Uint32Array.from({ length: count + 1 }, (_, i) => i * inputSize),
    indices: Uint16Array.from({ length: count * inputSize }, (_, e) => e % inputSize),
    labels: Uint8Array.from({ length: count }, (_, i) => i % classes),
  }
}

/** Sightings of a small network, which is healthy unless something is given. */
async function seen(
  given: Partial<GivenSpec> = {},
  data: Partial<LookedAt> = {},
): Promise<readonly Sighting[]> {
  const { train = TRAIN, validation = VALIDATION, test, classes } = data
  const spec = completeSpec({
    ...{ sizes: [train.inputSize, 12, train.outputSize], initialiser: 'scaled', cost: 'cross-entropy' },
    ...{ seed: '1', epochs: 20, miniBatchSize: 5, eta: 1 },
    ...given,
    data: { train: train.length, validation: validation.length },
  })
  const { sightings } = await look({ spec, train, validation, test, classes })
  return sightings
}

const codesOf = (sightings: readonly Sighting[]): string[] =>
  sightings.map(({ code, severity, question }) => `${severity} ${code} ${question}`)

const found = (sightings: readonly Sighting[], code: string): Sighting => {
  const sighting = sightings.find(one => one.code === code)
  if (!sighting) throw new Error(`Expected ${code} among ${codesOf(sightings).join(', ') || 'none'}`)
  return sighting
}

const suspectsOf = (sightings: readonly Sighting[], code: string): (string | undefined)[] =>
  found(sightings, code).suspects.map(({ flags, name }) => flags ?? name)

describe('a look at a healthy run', () => {
  it.each<[string, Partial<LookedAt>]>([
    ['points of the plane', {}],
    ['images', { train: images(120, 1), validation: images(40, 2), test: images(40, 3) }],
    [
      'two classes of four that are named',
      { train: images(120, 1, 2), validation: images(40, 2, 2), classes: ['cat', 'dog'] },
    ],
  ])('shows nothing: %s', async (_, data) => {
    expect(codesOf(await seen({}, data))).toEqual([])
  })

  it('tells of the data and the first network', async () => {
    const subject = quadrantsRun()
    const { profile, start } = await look(subject)
    expect([profile.examples, profile.outputSize, profile.constantInputs]).toEqual([300, 2, 0])
    expect(start?.layers).toHaveLength(2)
    // Two classes have about half each, and the cross-entropy of both outputs is 2 ln 2.
    expect(start?.constantCost).toBeCloseTo(2 * Math.LN2, 2)
    expect(start?.cost).toBeGreaterThan(1.3)
  })

  it('is the same each time', async () => {
    const subject = quadrantsRun({ l2: 300 })
    expect(JSON.stringify(await look(subject))).toBe(JSON.stringify(await look(subject)))
  })
})

/** Images whose first so many are those of others. */
function withFirstOf(
  images: SparseExamples,
  others: SparseExamples,
  count: number,
  labels = others.labels,
): SparseExamples {
  const values = images.values.slice()
  values.set(others.values.subarray(0, count * others.inputSize))
  const own = images.labels.slice()
  own.set(labels.subarray(0, count))
  return { ...images, values, labels: own }
}

describe('a look at repeated examples', () => {
  const [train, validation] = [images(120, 1), images(40, 2)]

  it.each([5, 20, 40])('finds a leak into the validation data: %i of 40 images', async count => {
    const sightings = await seen({}, { train, validation: withFirstOf(validation, train, count) })
    expect(codesOf(sightings)).toEqual(['fault leak parts'])
    expect(found(sightings, 'leak').figures).toEqual({ leaked: count, examples: 40, expected: 0 })
    expect(found(sightings, 'leak').sentence).toMatch(
      /^The training data hold validation images: \d+ of the 40 validation images are there as well .*; remove them/,
    )
  })

  it('only notes a few, which chance explains', async () => {
    const leaky = withFirstOf(validation, train, 3)
    expect(codesOf(await seen({}, { train, validation: leaky }))).toEqual(['note leak parts'])
    const repeating = withFirstOf(images(120, 4), withFirstOf(train, train, 0), 1)
    expect(codesOf(await seen({}, { train: repeating, validation }))).toEqual([])
  })

  it('finds one into the test data', async () => {
    const test = withFirstOf(images(40, 3), train, 10)
    expect(codesOf(await seen({}, { train, validation, test }))).toEqual(['fault leak parts'])
  })

  it('takes no leak for a fault where the data have few different inputs', async () => {
    const grid = (examples: Examples): DenseExamples =>
      points(examples, ({ x: [a = 0, b = 0] }) => {
        const x = [a, b].map(value => Math.floor(value * 8) / 8 + 1 / 16)
        return { x, y: oneHot((x[0] ?? 0) > 0.5 === (x[1] ?? 0) > 0.5 ? 1 : 0, 2) }
      })
    const sightings = await seen({}, { train: grid(TRAIN), validation: grid(VALIDATION) })
    expect(sightings.filter(({ severity }) => severity === 'fault')).toEqual([])
    expect(codesOf(sightings)).toContain('note leak parts')
    expect(codesOf(sightings)).toContain('note duplicates examples')
  })

  it('finds contradictory labels', async () => {
    const other = train.labels.map(label => (label + 1) % 4)
    const twice = withFirstOf(images(120, 5), train, 0)
    const half: SparseExamples = {
      ...twice,
      values: Uint8Array.from([...train.values.subarray(0, 60 * 16), ...train.values.subarray(0, 60 * 16)]),
      labels: Uint8Array.from([...train.labels.subarray(0, 60), ...other.subarray(0, 60)]),
    }
    const sightings = await seen({}, { train: half, validation })
    expect(codesOf(sightings)).toEqual(['fault contradictions labels', 'note duplicates examples'])
    expect(found(sightings, 'contradictions').figures).toEqual({ groups: 60, examples: 160 })
    const agreeing = {
      ...half,
      labels: Uint8Array.from([...train.labels.subarray(0, 60), ...train.labels.subarray(0, 60)]),
    }
    expect(codesOf(await seen({}, { train: agreeing, validation }))).toEqual(['note duplicates examples'])
  })
})

describe('a look at labels', () => {
  const [train, validation] = [images(120, 1), images(40, 2)]
  const relabelled = (
    examples: SparseExamples,
    label: (old: number, i: number) => number,
  ): SparseExamples => ({
    ...examples,
    labels: examples.labels.map(label),
  })
  const without3 = (old: number): number => (old === 3 ? 0 : old)

  it('finds a class that is tried and was never trained', async () => {
    const sightings = await seen({}, { train: relabelled(train, without3), validation })
    expect(found(sightings, 'class-missing')).toMatchObject({
      severity: 'fault',
      question: 'labels',
      figures: { classes: 1, tried: 10 },
    })
    const test = images(40, 3)
    const other = relabelled(validation, without3)
    expect(codesOf(await seen({}, { train: relabelled(train, without3), validation: other, test }))).toEqual([
      'fault class-missing labels',
      'note class-missing labels',
    ])
  })

  it('notes a class that is nowhere, and labels that begin at 1', async () => {
    const parts = { train: relabelled(train, without3), validation: relabelled(validation, without3) }
    const nowhere = await seen({}, parts)
    expect(nowhere.filter(({ severity }) => severity === 'fault')).toEqual([])
    expect(found(nowhere, 'class-unused').figures).toEqual({ classes: 1, tried: 0 })
    const fromOne = (old: number): number => Math.max(1, old)
    const later = await seen(
      {},
      { train: relabelled(train, fromOne), validation: relabelled(validation, fromOne) },
    )
    expect(found(later, 'class-unused').sentence).toContain('labels begin at 1')
    expect(later.filter(({ severity }) => severity === 'fault')).toEqual([])
  })

  it('finds all training examples in one class', async () => {
    const sightings = await seen({}, { train: relabelled(train, () => 2), validation })
    expect(codesOf(sightings)).toContain('fault one-class labels')
  })

  it('notes unbalanced classes, and small ones', async () => {
    const rare =
      (count: number) =>
      (_: number, i: number): number =>
        i < count ? i % 4 : i % 3
    const [some, few] = [
      await seen({}, { train: relabelled(train, rare(48)), validation: relabelled(validation, rare(16)) }),
      await seen({}, { train: relabelled(train, rare(16)), validation: relabelled(validation, rare(16)) }),
    ]
    expect(codesOf(some)).toEqual(['note classes-unbalanced labels'])
    expect(codesOf(few)).toEqual(['note class-small examples'])
    expect(found(few, 'class-small').figures).toEqual({ smallest: 4, largest: 39 })
  })

  it('finds classes that are rare in training and not where it is judged', async () => {
    const rare = (_: number, i: number): number => (i % 20 < 17 ? 0 : 1 + (i % 3))
    const sightings = await seen({}, { train: relabelled(train, rare), validation: images(120, 2) })
    expect(found(sightings, 'shares-differ')).toMatchObject({ severity: 'fault', question: 'labels' })
    const both = await seen(
      {},
      { train: relabelled(train, rare), validation: relabelled(images(120, 2), rare) },
    )
    expect(both.filter(({ severity }) => severity === 'fault')).toEqual([])
  })

  it('finds a single class that is rare in training, and none that is so by chance', async () => {
    const share = (part: number) => (label: number, i: number) => (label === 3 && i % 100 >= part ? 0 : label)
    const of = async (part: number): Promise<string[]> => {
      const sightings = await seen(
        {},
        { train: relabelled(images(400, 1), share(part)), validation: images(120, 2) },
      )
      return codesOf(sightings).filter(code => code.startsWith('fault'))
    }
    expect(await of(15)).toEqual(['fault shares-differ labels'])
    expect(await of(60)).toEqual([])
  })

  it('takes a number that is wanted for no class', async () => {
    const numbers = (examples: Examples): DenseExamples => points(examples, ({ x: [a = 0] }) => ({ y: [a] }))
    const data = { train: numbers(TRAIN), validation: numbers(VALIDATION) }
    expect(codesOf(await seen({ cost: 'quadratic' }, data))).toEqual([])
  })

  it('finds wanted outputs that a sigmoid cannot reach', async () => {
    const y = (scale: number) => ({
      train: points(TRAIN, ({ label }) => ({ y: oneHot(label, 2).map(one => scale * one) })),
    })
    expect(codesOf(await seen({ cost: 'quadratic' }, y(3)))).toContain('fault targets-unreachable labels')
    expect(codesOf(await seen({ cost: 'quadratic' }, y(0.9)))).toEqual([])
  })
})

describe('a look at inputs', () => {
  const both = (change: (x: number[]) => number[]): Partial<LookedAt> => ({
    train: points(TRAIN, ({ x }) => ({ x: change(x) })),
    validation: points(VALIDATION, ({ x }) => ({ x: change(x) })),
  })

  it('finds constant ones', async () => {
    expect(
      codesOf(
        await seen(
          {},
          both(() => [0.5, 0.5]),
        ),
      ),
    ).toContain('fault inputs-constant inputs')
  })

  it.each([
    ['large', 'inputs-too-large', (value: number) => 255 * value],
    ['small', 'inputs-too-small', (value: number) => value / 255],
    ['far from 0', 'inputs-off-centre', (value: number) => 3 + value],
  ])('notes %s ones, which may be standardised', async (_, code, change) => {
    const sightings = await seen(
      {},
      both(x => x.map(change)),
    )
    expect(found(sightings, code).severity).toBe('note')
    expect(suspectsOf(sightings, code)).toEqual(['standardised inputs'])
  })

  it('notes numbers that are far from all others, which may be mended', async () => {
    const entries = points(TRAIN, ({ x, i }) => ({ x: i % 50 === 7 ? x.map(() => -99_999) : x }))
    const sightings = await seen({}, { train: entries })
    const { length } = Array.from({ length: TRAIN.length }).filter((_, i) => i % 50 === 7)
    expect(found(sightings, 'numbers-far')).toMatchObject({
      ...{ severity: 'note', question: 'inputs' },
      figures: { numbers: 2 * length, farthest: -99_999 },
    })
    expect(suspectsOf(sightings, 'numbers-far')).toEqual([
      'inputs standardised without the numbers that are far from all others',
    ])
  })

  it.each([
    ['0 .. 1', (value: number) => value],
    ['standardised', (value: number) => 3.4 * (value - 0.5)],
  ])('has nothing against inputs of %s', async (_, change) => {
    expect(
      codesOf(
        await seen(
          {},
          both(x => x.map(change)),
        ),
      ),
    ).toEqual([])
  })
})

describe('a look at the Spec', () => {
  it.each<[string, Partial<GivenSpec>, (string | undefined)[]]>([
    ['note mini-batch-too-large spec', { miniBatchSize: 600, epochs: 300 }, ['--mini-batch-size 300']],
    ['note few-updates spec', { miniBatchSize: 300 }, ['--mini-batch-size 10']],
    ['note few-updates epochs', { miniBatchSize: 10, epochs: 1 }, []],
    [
      'note schedule-dies spec',
      { schedule: { name: 'step', epochs: 2, factor: 0.1 } },
      ['--schedule constant'],
    ],
    ['note schedule-idle spec', { schedule: { name: 'step', epochs: 30, factor: 0.1 } }, []],
    ['note momentum-too-high spec', { optimiser: { name: 'momentum', momentum: 0.999 } }, ['--momentum 0.9']],
    ['note stop-idle spec', { stop: { epochs: 20 } }, []],
    ['note stop-early epochs', { stop: { epochs: 1 } }, ['--stop 10']],
    ['note eta-above-usual eta-too-high', { eta: 30 }, ['--eta 3']],
    ['note eta-below-usual eta-too-low', { eta: 0.01 }, ['--eta 3']],
    ['note decay-too-strong regularisation', { l2: 30 }, ['--l2 0.03']],
    ['fault decay-too-strong regularisation', { l2: 300 }, ['--l2 0.03']],
    [
      'note dropout-too-high regularisation',
      { dropout: { hidden: 0.95 } },
      ['--dropout 0.5 --input-dropout 0', '--hidden 20'],
    ],
  ])('%s', async (expected, given, flags) => {
    const sightings = await seen(given)
    expect(codesOf(sightings)).toContain(expected)
    expect(suspectsOf(sightings, expected.split(' ')[1] ?? '')).toEqual(flags)
  })

  it('tells of decay once, as a fault where it takes all of every weight', async () => {
    expect(codesOf(await seen({ l2: 300 }))).toEqual(['fault decay-too-strong regularisation'])
  })

  it.each<[string, Partial<GivenSpec>]>([
    ['a mini-batch of some examples', { miniBatchSize: 10 }],
    ['300 updates', { epochs: 5 }],
    ['a schedule', { schedule: { name: 'step', epochs: 10, factor: 0.1 } }],
    ['a cosine', { schedule: 'cosine' }],
    ['a patient end', { stop: { epochs: 10 }, keep: 'best' }],
    ['twice the usual eta', { eta: 2 }],
    ['the usual decay', { l2: 0.03, l1: 0.03 }],
    ['a momentum', { optimiser: { name: 'nesterov', momentum: 0.95 }, eta: 0.05 }],
    ['dropout', { sizes: [2, 40, 2], dropout: { hidden: 0.5 } }],
    [
      'relus and a softmax',
      { activation: 'relu', output: 'softmax', cost: 'log-likelihood', initialiser: 'he', eta: 0.1 },
    ],
  ])('has nothing against %s', async (_, given) => {
    expect(codesOf(await seen(given))).toEqual([])
  })
})

describe('a look at the first network', () => {
  const wide = { sizes: [16, 300, 4], cost: 'quadratic', eta: 3 } as const
  const data = { train: images(120, 1), validation: images(40, 2) }

  it('notes outputs that are certain before anything is learned', async () => {
    const sightings = await seen({ ...wide, initialiser: 'textbook' }, data)
    expect(codesOf(sightings)).toEqual(['note outputs-saturated start'])
    expect(suspectsOf(sightings, 'outputs-saturated')).toEqual([
      '--initialiser scaled',
      '--cost cross-entropy',
    ])
    expect(codesOf(await seen({ ...wide, initialiser: 'scaled' }, data))).toEqual([])
  })

  it('notes a layer of relus that are dead', async () => {
    const one = { sizes: [2, 1, 2], activation: 'relu', initialiser: 'textbook' } as const
    const seeds = ['0', '1', '2', '3', '4', '5', '6', '7']
    const looks = await Promise.all(seeds.map(seed => look(quadrantsRun({ ...one, seed }))))
    for (const { sightings, start } of looks)
      expect(codesOf(sightings)).toEqual(start?.layers[0]?.dead === 1 ? ['note neurons-dead start'] : [])
    const dead = looks.filter(({ sightings }) => sightings.length > 0).map(({ sightings }) => sightings)
    // Both weights and the bias are below 0 in one of eight.
    expect(dead.length).toBeGreaterThan(0)
    expect(dead.length).toBeLessThan(8)
    expect(suspectsOf(dead[0] ?? [], 'neurons-dead')[0]).toBe('--initialiser he')
  })

  it('notes gradients that vanish on their way', async () => {
    const deep = { sizes: [16, 8, 8, 8, 8, 8, 8, 4], epochs: 20 }
    const sightings = await seen(deep, data)
    expect(codesOf(sightings)).toEqual(['note gradients-vanish architecture'])
    expect(suspectsOf(sightings, 'gradients-vanish')).toEqual(['--hidden 8'])
  })
})
