import type { Spec } from '../spec.ts'
import { usualEta } from '../ways.ts'
import type { DataProfile } from './data-profile.ts'

/** Mean squared lengths of inputs for which the learning rates of the recipes are made: MNIST's is 80. */
const SHORTEST = 30
const LONGEST = 300
/** Bounds of the factor for other lengths: beyond them other layers decide. */
const MOST = 6
const LEAST = 0.1
/** Outputs for which these learning rates are made, and the bound of the factor for more of them. */
const OUTPUTS = 10
const MOST_FOR_OUTPUTS = 2

/**
 * The learning rate that is usual for a Spec and its data: that of the recipes, times a factor for inputs that are
 * shorter or longer and for more outputs; docs/health.md has the sweeps. A step of Adam has nothing to do with the
 * size of the gradient, and sigmoids with the quadratic cost learn best at 3 throughout.
 */
export function usualEtaFor(spec: Spec, profile: DataProfile | undefined): number {
  const eta = usualEta(spec)
  const isTextbook = spec.cost === 'quadratic' && spec.activation === 'sigmoid'
  if (!profile || isTextbook || spec.optimiser?.name === 'adam') return eta
  return eta * factorOfInputs(profile) * factorOfOutputs(profile)
}

/** The curvature of the cost grows with the square of the input's length; half of that is found to matter. */
function factorOfInputs({ inputSize, rms }: DataProfile): number {
  const length = inputSize * rms * rms
  const nearest = Math.min(LONGEST, Math.max(SHORTEST, length))
  return Math.min(MOST, Math.max(LEAST, Math.sqrt(nearest / length)))
}

/** Each of many outputs is wanted rarely, and learns in few steps. */
function factorOfOutputs({ outputSize }: DataProfile): number {
  return Math.min(MOST_FOR_OUTPUTS, Math.max(1, Math.sqrt(outputSize / OUTPUTS)))
}
