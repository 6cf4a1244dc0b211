import { completeSpec, type GivenSpec, type Spec } from '@gradus/core'
import type { Question } from './question.ts'
import type { DataChange } from './trial.ts'

/** One thing that may be changed in a run. */
export interface Change {
  /** In words, as the end of a sentence that begins "with": `eta = 3`, `scaled weights`. */
  readonly name: string
  /** The question that it answers if it helps. */
  readonly question: Question
  /** The other question, of two changes at once. */
  readonly second?: Question | undefined
  /** The fields of the Spec with their new values. */
  readonly fields: Partial<GivenSpec>
  /** The change of the data, where it is one of them. */
  readonly data?: DataChange | undefined
  /** The flags of `gradus train` that make the change; undefined where data have to be made anew. */
  readonly flags: string | undefined
}

/** A Spec with a change. @throws OptionError where the change does not go with the rest */
export function changed(spec: Spec, { fields }: Pick<Change, 'fields'>): Spec {
  return completeSpec({ ...spec, ...fields })
}

/** Two changes at once. */
export function both(one: Change, other: Change): Change {
  return {
    name: `${one.name} and ${other.name}`,
    question: one.question,
    second: other.question,
    fields: { ...one.fields, ...other.fields },
    data: one.data || other.data ? { ...one.data, ...other.data } : undefined,
    flags: one.flags === undefined || other.flags === undefined ? undefined : `${one.flags} ${other.flags}`,
  }
}

/** Another learning rate. */
export function etaChange(spec: Spec, eta: number): Change {
  const rounded = Number(eta.toPrecision(2))
  return {
    name: `eta = ${rounded}`,
    question: rounded < spec.eta ? 'eta-too-high' : 'eta-too-low',
    fields: { eta: rounded, etaChanges: [] },
    flags: `--eta ${rounded}`,
  }
}

/** Other hidden layers, from the first to the last. */
export function hiddenChange(spec: Spec, hidden: readonly number[]): Change {
  const [inputs = 1, outputs = 1] = [spec.sizes[0], spec.sizes.at(-1)]
  const [only] = hidden
  const name =
    only === undefined
      ? 'no hidden layer'
      : hidden.length === 1
        ? `one hidden layer of ${only} neurons`
        : `hidden layers of ${hidden.join(' and ')} neurons`
  return {
    name,
    question: 'architecture',
    fields: { sizes: [inputs, ...hidden, outputs] },
    flags: `--hidden ${hidden.length === 0 ? 'none' : hidden.join(',')}`,
  }
}

/** More epochs. */
export function epochsChange(epochs: number): Change {
  return { name: `${epochs} epochs`, question: 'epochs', fields: { epochs }, flags: `--epochs ${epochs}` }
}

/** Neurons of a hidden layer that suffice for most data that a textbook has. */
const ROOMY = 30

/** Hidden layers that may be tried in place of those of a Spec. */
export interface OtherHidden {
  readonly hidden: readonly number[]
  /** Whether they could be a cure: more room, or fewer layers. */
  readonly isSuspect: boolean
}

/** Other hidden layers: twice and half as wide, roomy ones, a single one, none. */
export function otherHidden({ sizes }: Spec): OtherHidden[] {
  const hidden = sizes.slice(1, -1)
  if (hidden.length === 0) return [{ hidden: [ROOMY], isSuspect: true }]
  const twice = hidden.map(size => 2 * size)
  const half = hidden.map(size => Math.max(1, Math.floor(size / 2)))
  const widest = Math.max(...hidden)
  const others: OtherHidden[] = [
    { hidden: twice, isSuspect: true },
    { hidden: hidden.map(size => Math.max(ROOMY, size)), isSuspect: true },
    { hidden: [Math.max(ROOMY, 4 * widest)], isSuspect: true },
    { hidden: half, isSuspect: false },
    ...(hidden.length > 1 ? [{ hidden: [widest], isSuspect: true }] : []),
    { hidden: [], isSuspect: hidden.length > 1 },
  ]
  const key = (one: OtherHidden): string => one.hidden.join()
  return others.filter(
    (one, i) => key(one) !== hidden.join() && others.findIndex(other => key(other) === key(one)) === i,
  )
}

/** Changes of the Spec alone that may cure it, but for eta, hidden layers and epochs, which experiments choose. */
export function specChanges(spec: Spec): Change[] {
  const changes: Change[] = []
  const add = (question: Question, name: string, fields: Partial<GivenSpec>, flags: string): void => {
    changes.push({ question, name, fields, flags })
  }
  const { activation, output, cost, initialiser = 'textbook', l1, l2, dropout, augment } = spec
  const suited = activation === 'relu' ? 'he' : 'scaled'
  if (spec.sizes.length > 2 && initialiser !== suited)
    add(
      'start',
      suited === 'he' ? "He's weights" : 'scaled weights',
      { initialiser: suited },
      `--initialiser ${suited}`,
    )
  if (output === 'sigmoid' && cost === 'quadratic')
    add('start', 'the cross-entropy cost', { cost: 'cross-entropy' }, '--cost cross-entropy')
  if (l2 !== undefined) add('regularisation', 'no L2 decay', { l2: 0 }, '--l2 0')
  if (l1 !== undefined) add('regularisation', 'no L1 decay', { l1: 0 }, '--l1 0')
  if (dropout)
    add('regularisation', 'no dropout', { dropout: { hidden: 0, input: 0 } }, '--dropout 0 --input-dropout 0')
  if (augment) add('regularisation', 'images as they are', { augment: {} }, '--augment none')
  const { miniBatchSize, optimiser, schedule, data } = spec
  const few = Math.max(1, Math.min(10, Math.floor(data.train / 10)))
  if (miniBatchSize > 4 * few)
    add('spec', `mini-batches of ${few}`, { miniBatchSize: few }, `--mini-batch-size ${few}`)
  if (
    optimiser !== undefined &&
    optimiser.name !== 'sgd' &&
    optimiser.name !== 'adam' &&
    optimiser.momentum > 0.9
  )
    add('spec', 'a momentum of 0.9', { optimiser: { ...optimiser, momentum: 0.9 } }, '--momentum 0.9')
  if (schedule) add('spec', 'a constant eta', { schedule: 'constant' }, '--schedule constant')
  return changes
}
