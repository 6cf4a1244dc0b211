/** Parameters of a trained network: all that inference needs. A `Network` has them, too. */
export interface NetworkParameters {
  /** Neurons a layer; the first layer is the input. */
  readonly sizes: readonly number[]
  /** biases[l] (sizes[l + 1] x 1) belongs to layer l + 1. */
  readonly biases: readonly { readonly data: Float64Array }[]
  /**
   * weights[l] (sizes[l + 1] x sizes[l], row-major): entry (j, k) joins neuron k of layer l to neuron j of
   * layer l + 1.
   */
  readonly weights: readonly { readonly data: Float64Array }[]
}
