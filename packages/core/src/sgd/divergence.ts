import { GradusError } from '../errors.ts'

/** Training has driven a bias or weight out of the range of finite numbers. */
export class DivergenceError extends GradusError {
  /** The layer, counted as `sizes` is: 1 is the first after the input. */
  readonly layer: number
  readonly epoch: number
  /** Examples of the epoch that had been trained on when it was noticed. */
  readonly position: number

  constructor(layer: number, epoch: number, position: number, eta: number) {
    super(
      'DIVERGED',
      `Layer ${layer} has a bias or weight that is NaN or infinite, in epoch ${epoch} by example ${position}, with eta = ${eta}: ` +
        `expected finite numbers. Try a smaller eta (3 suits MNIST), or scale the inputs to 0 .. 1.`,
    )
    this.layer = layer
    this.epoch = epoch
    this.position = position
  }
}
