// Real is the precision of a run, f64 or f32: scripts/build-kernels.ts compiles these files once for each.

/**
 * A layer as simd/layout.ts lays it out: addresses, and sizes in bytes. Rows are padded with zeros to whole
 * vectors.
 */
@unmanaged
export class Layer {
  inputs: u32
  neurons: u32
  /** From row to row: of weights (a row an input), activations and deltas (a row a slot). */
  rowBytes: u32
  weights: u32
  biases: u32
  activations: u32
  deltas: u32
  /** Number of the activation function. */
  activation: u32
  /** Each slot's slopes times what drops neurons, where dropout is on: a row a slot. */
  factors: u32
}

/** A network, and what its mini-batches need. */
@unmanaged
export class Network {
  /** Layers, one after the other. */
  layers: u32
  count: u32
  /** From row to row of `turnedDeltas` and `errors`. */
  slotBytes: u32
  /** slotBytes of zeros. */
  zeros: u32
  /** The deltas of the layer at hand once more, a row a neuron. */
  turnedDeltas: u32
  /** dC/da of the layer below times the scale of the deltas, a row a neuron. */
  errors: u32
  /** Panels of a large product: room for its packed blocks. */
  panels: u32
  /** byte / 255 for each byte. */
  levels: u32
  /** For each class its wanted outputs, a padded row. */
  targets: u32
  /**
   * Lists of active inputs for LIST slots: offsets of weight rows in bytes, values, and how many there are.
   */
  activeRows: u32
  activeValues: u32
  activeCounts: u32
  /** Number of the cost function. */
  cost: u32
  /** u32 for each neuron of a layer, where neurons are dropped: all ones where it is kept, else 0. */
  kept: u32
  /** And numbers of blocks of four of them. */
  blocks: u32
}

/** Examples: SPARSE (offsets, indices, values, labels), DENSE (values, wanted), or rows of BYTES (values). */
@unmanaged
export class Examples {
  form: u32
  /** u32 an example: where its entries begin, and behind the last example where they end. */
  offsets: u32
  /** u16 an entry. */
  indices: u32
  /** u8 an entry; the numbers of a row; the bytes of a row. */
  values: u32
  /** u8 an example. */
  labels: u32
  /** The wanted outputs, a padded row an example. */
  wanted: u32
  /** u32 an example: its index in the data; 0 where it is its own index. */
  identities: u32
  /**
   * u8 four times an example, where examples are shifted: pixels without ink at the left, the right, the top
   * and the bottom.
   */
  margins: u32
  /** Size of the image in pixels. */
  rows: u32
  cols: u32
}

export const SPARSE: u32 = 0
export const DENSE: u32 = 1
export const BYTES: u32 = 2

/** Slots whose active inputs are kept in lists. */
export const LIST: u32 = 16

export function layerAt(network: Network, l: u32): Layer {
  return changetype<Layer>(network.layers + l * offsetof<Layer>())
}

export function outputLayer(network: Network): Layer {
  return layerAt(network, network.count - 1)
}

/** Address of a slot's activations: a padded row. */
export function activationsAt(layer: Layer, slot: u32): usize {
  return layer.activations + slot * layer.rowBytes
}

/** Address of a slot's deltas: a padded row. */
export function deltasAt(layer: Layer, slot: u32): usize {
  return layer.deltas + slot * layer.rowBytes
}

/** The index of example e of a batch. */
export function exampleAt(batch: usize, e: u32): u32 {
  return load<u32>(batch + (e << 2))
}
