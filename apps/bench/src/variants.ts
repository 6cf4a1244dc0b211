import {
  Predictor as CorePredictor,
  Matrix,
  type Network,
  type Precision,
  type SgdOptions,
} from '@gradus/core'

/** An engine of Gradus in a precision, as a run of `sgd` asks for it. */
export interface Trainer {
  readonly name: string
  readonly title: string
  readonly precision: Precision
  readonly options: Partial<SgdOptions>
}

/** The fastest of each precision first: that is the one that peers are compared with. */
export const TRAINERS: readonly Trainer[] = [
  { name: 'simd', title: 'Gradus, SIMD engine', precision: 'float64', options: { engine: 'simd' } },
  {
    name: 'simd-float32',
    title: 'Gradus, SIMD engine',
    precision: 'float32',
    options: { engine: 'simd', precision: 'float32' },
  },
  {
    name: 'reference',
    title: 'Gradus, reference engine',
    precision: 'float64',
    options: { engine: 'reference' },
  },
]

/** A way of Gradus to read digits. */
export interface Predictor {
  readonly name: string
  readonly title: string
  /** Opens a function from the bytes of any number of images, 784 each, to their digits. */
  open(network: Network): (pixels: Uint8Array) => ArrayLike<number>
}

/** The fastest first, as above. */
export const PREDICTORS: readonly Predictor[] = [
  {
    name: 'predictor-float32',
    title: 'Gradus, Predictor in float32',
    open: network => predictMany(network, 'float32'),
  },
  {
    name: 'predictor',
    title: 'Gradus, Predictor in float64',
    open: network => predictMany(network, 'float64'),
  },
  { name: 'predict', title: 'Gradus, network.predict in float64', open: predictOneByOne },
]

function predictMany(network: Network, precision: Precision): (pixels: Uint8Array) => ArrayLike<number> {
  const predictor = new CorePredictor(network, { precision })
  return pixels => predictor.predict(pixels)
}

function predictOneByOne(network: Network): (pixels: Uint8Array) => ArrayLike<number> {
  const inputs = network.sizes[0] ?? 0
  return pixels => {
    const digits = new Uint8Array(pixels.length / inputs)
    for (let i = 0; i < digits.length; i++) {
      const x = Float64Array.from(pixels.subarray(i * inputs, (i + 1) * inputs), pixel => pixel / 255)
      digits[i] = network.predict(new Matrix(inputs, 1, x))
    }
    return digits
  }
}
