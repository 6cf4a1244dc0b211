import { checkEta } from '../checks.ts'
import type { Precision } from '../engine/engine.ts'
import { OptionError } from '../errors.ts'

/** What a learning rate is used with. */
export interface StepOptions {
  readonly miniBatchSize: number
  readonly precision?: Precision | undefined
}

/** Checks what steps of gradient descent multiply by. @throws OptionError unless eta / miniBatchSize is finite and above 0 when rounded */
export function checkStep(eta: number, { miniBatchSize, precision = 'float64' }: StepOptions): void {
  checkEta(eta)
  const step = precision === 'float32' ? Math.fround(eta / miniBatchSize) : eta / miniBatchSize
  if (step === Number.POSITIVE_INFINITY) {
    throw new OptionError(
      'eta',
      `eta is ${eta}: expected less, since it is infinite in float32. Make it smaller.`,
    )
  }
  if (step === 0) {
    throw new OptionError(
      'eta',
      `eta is ${eta}: expected more, since eta / ${miniBatchSize} is 0. Make eta larger or miniBatchSize smaller.`,
    )
  }
}
