import { checkCount } from './checks.ts'
import { OptionError } from './errors.ts'
import type { Examples, SparseExamples } from './examples.ts'
import type { Fields } from './fields.ts'

/**
 * Changes of the training images, new for every example and epoch: a number of each part is drawn evenly, from
 * minus what is given to plus that. A part that is 0 or left out is off.
 */
export interface Augment {
  /** Whole pixels by which an image is shifted, across and down. */
  readonly shift?: number | undefined
  /** Degrees by which it is turned about its middle: up to 90. */
  readonly rotate?: number | undefined
  /** Percent by which its width grows, and by a draw of its own its height: up to 50. */
  readonly scale?: number | undefined
  /** Degrees by which what is upright leans over: up to 45. */
  readonly shear?: number | undefined
  /** Pixels by which strokes grow at each side, from grey to grey: up to 3. */
  readonly thickness?: number | undefined
  /**
   * Pixels by which corners eight pixels apart are moved, across and down; each place moves by a mean of those
   * around it: up to 8.
   */
  readonly elastic?: number | undefined
}

/** Amounts of all parts, 0 of those that are off. */
export type AugmentAmounts = { readonly [Part in keyof Augment]-?: number }

/** The parts of an augmentation, in the order of its fields. */
export const AUGMENT_PARTS: readonly (keyof Augment)[] = [
  'shift',
  'rotate',
  'scale',
  'shear',
  'thickness',
  'elastic',
]

/** The most of each part but shifts, and its unit. */
const MOST: Readonly<Record<Exclude<keyof Augment, 'shift'>, readonly [most: number, unit: string]>> = {
  rotate: [90, 'degrees'],
  scale: [50, 'percent'],
  shear: [45, 'degrees'],
  thickness: [3, 'pixels'],
  elastic: [8, 'pixels'],
}

/** Most pixels of a side of an image that more is done to than a shift: its places fit 32 bits. */
const LONGEST_SIDE = 1024

/** The amounts of all parts. */
export function amountsOf(augment: Augment): AugmentAmounts {
  const { shift = 0, rotate = 0, scale = 0, shear = 0, thickness = 0, elastic = 0 } = augment
  return { shift, rotate, scale, shear, thickness, elastic }
}

/** Whether more is done to an image than a shift by whole pixels. */
export function isDistortion(augment: Augment): boolean {
  return Object.values({ ...amountsOf(augment), shift: 0 }).some(amount => amount > 0)
}

/** The parts that are on; undefined where none is. @throws OptionError for an invalid amount */
export function completeAugment(given: Augment): Augment | undefined {
  for (const name of AUGMENT_PARTS) checkAmount(name, given[name] ?? 0)
  const parts = AUGMENT_PARTS.filter(name => given[name])
  return parts.length === 0 ? undefined : Object.fromEntries(parts.map(name => [name, given[name]]))
}

function checkAmount(name: keyof Augment, amount: number): void {
  if (amount === 0) return
  if (name === 'shift') {
    checkCount('augment.shift', amount)
    return
  }
  const [most, unit] = MOST[name]
  if (typeof amount === 'number' && amount > 0 && amount <= most) return
  throw new OptionError(
    'augment',
    `augment.${name} is ${String(amount)}: expected 0 .. ${most} ${unit}. Correct it.`,
  )
}

/** Reads an augmentation, whose amounts `completeAugment` is to check. */
export function readAugment(fields: Fields): Augment {
  const amountOf = (name: keyof Augment): number =>
    name === 'shift' ? fields.count(name) : fields.number(name)
  const amounts = AUGMENT_PARTS.map(name => [name, fields.optional(name, () => amountOf(name))])
  fields.refuseOthers()
  return Object.fromEntries(amounts)
}

/** @throws OptionError ('augment') for what cannot be done to the training examples */
export function checkAugment(augment: Augment | undefined, examples: Examples): void {
  if (augment === undefined) return
  const fail = (problem: string): never => {
    throw new OptionError('augment', problem)
  }
  const amounts = amountsOf(augment)
  const part = `augment.${AUGMENT_PARTS.find(name => amounts[name] > 0)}`
  if (examples.kind === 'dense')
    fail(
      `${part} is for images as bytes, and the examples are numbers: expected sparse examples. Leave it out.`,
    )
  const cols = colsOf(examples)
  const rows = examples.inputSize / cols
  const size = `the images have ${rows} x ${cols} pixels`
  const least = Math.min(rows, cols)
  if (amounts.shift >= least)
    fail(`augment.shift is ${amounts.shift}, and ${size}: expected less than ${least}. Make it smaller.`)
  if (isDistortion(augment) && Math.max(rows, cols) > LONGEST_SIDE)
    fail(`${part} is on, and ${size}: expected at most ${LONGEST_SIDE} a side. Leave it out.`)
}

/**
 * Pixels a row of the images that examples are: their `cols`, or else the side of a square.
 * @throws OptionError ('augment') for examples that are no images
 */
export function colsOf({
  inputSize,
  cols = Math.sqrt(inputSize),
}: Pick<SparseExamples, 'inputSize' | 'cols'>): number {
  if (Number.isInteger(cols)) return cols
  throw new OptionError(
    'augment',
    `augment is for images, and the examples have ${inputSize} inputs, no square: expected their cols. ` +
      'Give the examples their number of pixels a row, or leave it out.',
  )
}
