import type { RandomGenerator } from './random/random-generator.ts'

/**
 * The name of a way to draw biases and weights: 'textbook' takes all from N(0, 1); 'scaled' divides weights by
 * the square root of the neuron's inputs (Nielsen, chapter 3: a neuron then does not begin saturated); 'he'
 * draws weights of variance 2 / inputs, for relu, and begins with biases of 0 (He et al. 2015,
 * https://arxiv.org/abs/1502.01852).
 */
export type InitialiserName = 'textbook' | 'scaled' | 'he'

/** All ways to draw biases and weights. */
export const INITIALISERS: readonly InitialiserName[] = ['textbook', 'scaled', 'he']

/** A way to draw the numbers of a new network: all biases, layer by layer, and then all weights. */
interface Initialiser {
  bias(rng: RandomGenerator): number
  /** A weight of a neuron with so many inputs. */
  weight(rng: RandomGenerator, inputs: number): number
}

const BY_NAME: Readonly<Record<InitialiserName, Initialiser>> = {
  textbook: {
    bias: rng => rng.standardNormal(),
    weight: rng => rng.standardNormal(),
  },
  scaled: {
    bias: rng => rng.standardNormal(),
    weight: (rng, inputs) => rng.standardNormal() / Math.sqrt(inputs),
  },
  he: {
    bias: () => 0,
    weight: (rng, inputs) => rng.standardNormal() * Math.sqrt(2 / inputs),
  },
}

/** The initialiser of this name. */
export function initialiserNamed(name: InitialiserName): Initialiser {
  return BY_NAME[name]
}
