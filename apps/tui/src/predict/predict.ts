import { argmax, Matrix, type Network } from '@gradus/core'

/** Where an image comes from. */
export type Source =
  /** `image` counts the images of a file that holds several, from 0. */
  | { readonly file: string; readonly image?: number }
  /** One of the test images, counted from 0, and the digit that it is. */
  | { readonly index: number; readonly label: number }

/** An image to be read. */
export interface Image {
  readonly source: Source
  /** Row by row; 0 is background. */
  readonly pixels: Uint8Array
  /** Pixels in a row, where that is known. */
  readonly cols?: number
}

/** What a network makes of an image. */
export interface Prediction extends Image {
  /** The output that fires most; the first one wins. */
  readonly digit: number
  /** One an output neuron, 0 .. 1. */
  readonly outputs: readonly number[]
}

/** Predicts an image of as many bytes as the network has inputs. */
export function predict(network: Network, image: Image): Prediction {
  const x = Matrix.column(Float64Array.from(image.pixels, byte => byte / 255))
  const outputs = Array.from(network.feedforward(x).at(-1)?.data ?? [])
  return { ...image, digit: argmax(outputs), outputs }
}

/** A prediction for programs. */
export function predictionJson({ source, digit, outputs }: Prediction): object {
  const right = 'label' in source ? { right: digit === source.label } : {}
  return { ...source, digit, ...right, outputs }
}
