import { GradusError } from '../errors.ts'

/** Training has driven a number out of the range of finite ones. */
export class DivergenceError extends GradusError {
  /** The layer, counted as `sizes` is: 1 is the first after the input. */
  readonly layer: number
  readonly epoch: number
  /** Examples of the epoch that had been trained on when it was noticed. */
  readonly position: number

  /** @param what of the layer is NaN or infinite. */
  constructor(
    what: 'a bias or weight' | 'a cost',
    layer: number,
    epoch: number,
    position: number,
    eta: number,
  ) {
    super(
      'DIVERGED',
      `Layer ${layer} has ${what} that is NaN or infinite, in epoch ${epoch} by example ${position}, with eta = ${eta}: ` +
        `expected finite numbers. Try a smaller eta (3 suits MNIST), or scale the inputs and wanted outputs to 0 .. 1.`,
    )
    this.layer = layer
    this.epoch = epoch
    this.position = position
  }
}
