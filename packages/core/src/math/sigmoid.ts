import { exp } from './exp.ts'

/** sigmoid(z) = 1 / (1 + e ** -z): between 0 and 1, 1/2 at 0. */
export function sigmoid(z: number): number {
  return 1 / (1 + exp(-z))
}

/** The sigmoid's derivative, from the activation a = sigmoid(z): a (1 - a). */
export function sigmoidPrime(a: number): number {
  return a * (1 - a)
}
