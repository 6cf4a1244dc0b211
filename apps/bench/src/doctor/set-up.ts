import type { Question } from '@gradus/doctor'

/** Examples of which a set-up has its data. */
export type Shape =
  /** Images of MNIST, chosen by the seed. */
  | { readonly kind: 'digits' }
  /** Clouds in so many columns, with two centres a class; `near` brings the centres together. */
  | { readonly kind: 'clouds'; readonly classes: number; readonly columns: number; readonly near: number }
  /** Rings about one centre, a class each. */
  | { readonly kind: 'rings'; readonly classes: number }
  /** Two half moons, one in the other. */
  | { readonly kind: 'moons' }
  /** Two spirals that make so many turns. */
  | { readonly kind: 'spirals'; readonly turns: number }
  /** A board of so many fields a side, in two colours: XOR is a board of two. */
  | { readonly kind: 'board'; readonly side: number }
  /** The parity of so many bits, with noise, beside two columns that say nothing. */
  | { readonly kind: 'parity'; readonly bits: number }
  /** The flowers of Fisher and Anderson. */
  | { readonly kind: 'iris' }

/** A fault that training data have, and those for validation do not. */
export type DataFault =
  | { readonly labels: 'shuffled' | 'shifted' }
  /** The number of examples that some classes have left. */
  | { readonly few: { readonly classes: readonly number[]; readonly examples: number } }
  /** So many of the examples are those for validation. */
  | { readonly leaked: number }
  /** In all parts: pixels or numbers that are all the same, or divided by so much. */
  | { readonly inputs: 'constant' | { readonly dividedBy: number } }
  /** So many rows have this number in every column. */
  | { readonly entry: { readonly value: number; readonly rows: number } }

/** The data of a run. */
export interface Data {
  readonly shape: Shape
  readonly train: number
  readonly validation: number
  readonly fault?: DataFault
}

/** A half of a set-up, as far as it differs from the other. */
interface Half {
  readonly data?: Partial<Pick<Data, 'train' | 'fault'>>
  readonly flags?: string
}

/** An ill run, and its twin, which differs in nothing but the fault. */
export interface SetUp {
  readonly name: string
  /** The fault in words, as short as a cell. */
  readonly fault: string
  /** The question whose answer is yes. */
  readonly truth: Question
  readonly data: Data
  /** Flags of `gradus train` that both runs have. */
  readonly flags: string
  readonly ill: Half
  readonly twin: Half
}

/** The two runs of a set-up. */

export type HalfName = 'ill' | 'twin'

/** The data of one of the two runs. */
export function dataOf(setUp: SetUp, half: HalfName): Data {
  return { ...setUp.data, ...setUp[half].data }
}

/** The flags of one of the two runs that say network and learning. */
export function flagsOf(setUp: SetUp, half: HalfName): string[] {
  return `${setUp.flags} ${setUp[half].flags ?? ''}`.trim().split(/ +/)
}
