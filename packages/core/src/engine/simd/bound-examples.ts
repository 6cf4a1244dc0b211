import { colsOf } from '../../augment.ts'
import type { DenseExamples, SparseExamples } from '../../examples.ts'
import { argmax } from '../../math/operations.ts'
import type { BoundExamples, EpochStep, EvaluationTally, Slots, Tally } from '../engine.ts'
import type { KernelChance } from './chance.ts'
import type { KernelDescent } from './descent.ts'
import type { Kernels } from './kernels.ts'
import type { NetworkLayout } from './layout.ts'
import type { KernelMemory, Numbers } from './memory.ts'

/** The kernels of an engine, their memory and the network's layout in it. */
export interface KernelContext {
  readonly memory: KernelMemory
  readonly kernels: Kernels
  readonly network: NetworkLayout
  readonly descent: KernelDescent
  readonly chance: KernelChance
  /** Examples that may be in work at once. */
  readonly slots: number
}

/** Forms of examples, as ../assembly/network.ts numbers them. */
export const SPARSE = 0
const DENSE = 1
const BYTES = 2

/** Most examples that one call of the kernels takes, where mini-batches allow it. */
export const LARGEST_CALL = 4096

/** Examples as the kernels take them: some at a time, each by an index. */
export interface Source {
  /** The address of their description. */
  readonly address: number
  /** Examples that may be made ready at once. */
  readonly capacity: number
  /**
   * Makes order[from .. to) ready, and gives the address of their indices.
   * @param epoch to train in: not every source needs it
   */
  ready(order: Uint32Array, from: number, to: number, epoch?: number): number
  label(example: number): number
}

/** Trains and evaluates on examples by the kernels. */
export class KernelExamples implements BoundExamples {
  readonly #context: KernelContext
  readonly #source: Source
  /** The examples as they are trained on in an epoch. */
  readonly #trained: Source
  /** 0, 1, 2, …: the order of an evaluation. */
  readonly #ascending: Uint32Array

  constructor(context: KernelContext, source: Source, trained: Source, length: number) {
    this.#context = context
    this.#source = source
    this.#trained = trained
    this.#ascending = Uint32Array.from({ length }, (_, i) => i)
  }

  train(order: Uint32Array, from: number, to: number, step: EpochStep, tally: Tally): void {
    const { kernels, network, descent, chance } = this.#context
    const { miniBatchSize, epoch } = step
    if (!descent.isFused) descent.clearSums()
    // A call of the kernels takes many mini-batches.
    const source = this.#trained
    const atOnce = Math.max(1, Math.floor(source.capacity / miniBatchSize)) * miniBatchSize
    for (let start = from; start < to; start += atOnce) {
      const count = Math.min(atOnce, to - start)
      const indices = source.ready(order, start, start + count, epoch)
      tally.cost = kernels.train(
        network.address,
        source.address,
        indices,
        count,
        Math.min(miniBatchSize, count),
        descent.describe(step, Math.ceil(count / miniBatchSize)),
        chance.in(epoch),
        tally.cost,
      )
    }
  }

  propagate(
    order: Uint32Array,
    from: number,
    to: number,
    slot: number,
    scale: number,
    tally: Tally,
    epoch?: number,
  ): void {
    const { kernels, network, chance } = this.#context
    const source = this.#sourceIn(epoch)
    const indices = source.ready(order, from, to, epoch)
    const count = to - from
    tally.cost = kernels.propagate(
      network.address,
      source.address,
      indices,
      count,
      slot,
      scale,
      chance.in(epoch),
      tally.cost,
    )
  }

  update(order: Uint32Array, from: number, to: number, slot: number, epoch?: number): void {
    this.#addTo(this.#context.network, order, from, to, slot, epoch)
  }

  sumGradient(order: Uint32Array, from: number, to: number, slot: number, epoch?: number): void {
    this.#addTo(this.#context.descent.openSums, order, from, to, slot, epoch)
  }

  #addTo(
    { address }: NetworkLayout,
    order: Uint32Array,
    from: number,
    to: number,
    slot: number,
    epoch: number | undefined,
  ): void {
    const { kernels, chance } = this.#context
    const source = this.#sourceIn(epoch)
    const indices = source.ready(order, from, to, epoch)
    kernels.update(address, source.address, indices, to - from, slot, chance.in(epoch))
  }

  /** Without an epoch no chance befalls the examples. */
  #sourceIn(epoch: number | undefined): Source {
    return epoch === undefined ? this.#source : this.#trained
  }

  slots(layer: number): Slots {
    const { memory, network, slots } = this.#context
    const { neurons, stride, activations } = network.layers[layer]
    return { neurons, stride, activations: memory.numbers(activations, slots * stride) }
  }

  evaluate(from: number, to: number, tally: EvaluationTally): void {
    const { kernels, network } = this.#context
    this.#forward(from, to, (rows, row, example, index, slot) => {
      tally.cost += kernels.cost(network.address, this.#source.address, index, slot)
      tally.confusion.count(example, this.#source.label(example), rows, row)
    })
  }

  /** Calls back with the outputs of each example, its index for the kernels and its slot. */
  #forward(
    from: number,
    to: number,
    onOutput: (rows: Numbers, row: number, example: number, index: number, slot: number) => void,
  ): void {
    const { kernels, network, memory, slots } = this.#context
    const { stride, activations } = network.output
    const atOnce = Math.min(slots, this.#source.capacity)
    for (let start = from; start < to; start += atOnce) {
      const count = Math.min(atOnce, to - start)
      const indices = this.#source.ready(this.#ascending, start, start + count)
      kernels.forward(network.address, this.#source.address, indices, count)
      const rows = memory.numbers(activations, count * stride)
      const [first] = memory.words(indices, 1)
      for (let slot = 0; slot < count; slot++) {
        onOutput(rows, slot * stride, start + slot, first + slot, slot)
      }
    }
  }
}

/**
 * Sparse examples, copied into the memory of the kernels as they are.
 * @param isShifted whether they are images to be shifted
 */
export function sparseSource(
  memory: KernelMemory,
  slots: number,
  examples: SparseExamples,
  isShifted: boolean,
): Source {
  const { length, offsets, indices, values, labels, inputSize } = examples
  const [first, end] = [offsets[0], offsets[length]]
  const cols = isShifted ? colsOf(examples) : inputSize
  const address = memory.copy(
    Uint32Array.of(
      SPARSE,
      memory.copy(offsets.map(offset => offset - first)),
      memory.copy(indices.subarray(first, end)),
      memory.copy(values.subarray(first, end)),
      memory.copy(labels),
      0,
      0,
      isShifted ? memory.copy(marginsOf(examples, cols)) : 0,
      inputSize / cols,
      cols,
    ),
  )
  const capacity = Math.min(Math.max(LARGEST_CALL, slots), examples.length)
  const order = memory.allocate(4 * capacity)
  return {
    address,
    capacity,
    ready(wanted, from, to) {
      memory.words(order, to - from).set(wanted.subarray(from, to))
      return order
    },
    label: example => labels[example],
  }
}

/** Pixels without ink at the left, the right, the top and the bottom of each image, as far as a byte counts. */
function marginsOf({ length, offsets, indices, inputSize }: SparseExamples, cols: number): Uint8Array {
  const rows = inputSize / cols
  const margins = new Uint8ClampedArray(4 * length)
  for (let i = 0; i < length; i++) {
    let [left, right, top, bottom] = [cols, cols, rows, rows]
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const col = indices[e] % cols
      const row = (indices[e] - col) / cols
      left = Math.min(left, col)
      right = Math.min(right, cols - 1 - col)
      top = Math.min(top, row)
      bottom = Math.min(bottom, rows - 1 - row)
    }
    margins.set([left, right, top, bottom], 4 * i)
  }
  return new Uint8Array(margins.buffer)
}

/** Dense examples: those in work are copied into the memory of the kernels. */
export function denseSource(
  memory: KernelMemory,
  { slots, network }: Pick<KernelContext, 'slots' | 'network'>,
  examples: DenseExamples,
): Source {
  const { x, y, inputSize, outputSize } = examples
  const { stride } = network.output
  const capacity = Math.min(slots, examples.length)
  const values = memory.allocate(capacity * inputSize * memory.numberSize)
  const wanted = memory.allocate(capacity * stride * memory.numberSize)
  const order = memory.copy(Uint32Array.from({ length: capacity }, (_, i) => i))
  const identities = memory.allocate(4 * capacity)
  return {
    address: memory.copy(Uint32Array.of(DENSE, 0, 0, values, 0, wanted, identities, 0, 0, 0)),
    capacity,
    ready(indices, from, to) {
      memory.words(identities, to - from).set(indices.subarray(from, to))
      const inputs = memory.numbers(values, capacity * inputSize)
      const outputs = memory.numbers(wanted, capacity * stride)
      for (let i = from; i < to; i++) {
        const [example, row] = [indices[i], i - from]
        inputs.set(x.subarray(example * inputSize, (example + 1) * inputSize), row * inputSize)
        outputs.set(y.subarray(example * outputSize, (example + 1) * outputSize), row * stride)
      }
      return order
    },
    label: example => argmax(y, example * outputSize, (example + 1) * outputSize),
  }
}

/** Rows of inputs without labels: bytes, or numbers. */
export class KernelRows {
  readonly #context: KernelContext
  readonly #inputs: number
  readonly #form: 'bytes' | 'numbers'
  readonly #address: number
  readonly #values: number
  readonly #order: number
  #known: Views | undefined

  constructor(context: KernelContext, form: 'bytes' | 'numbers') {
    const { memory, network, slots } = context
    this.#context = context
    this.#form = form
    this.#inputs = network.layers[0].inputs
    this.#values = memory.allocate(slots * this.#inputs * (form === 'bytes' ? 1 : memory.numberSize))
    // Behind the values, so that the bytes which the kernels read beyond a row are there.
    this.#order = memory.copy(Uint32Array.from({ length: slots }, (_, i) => i))
    this.#address = memory.copy(
      Uint32Array.of(form === 'bytes' ? BYTES : DENSE, 0, 0, this.#values, 0, 0, 0, 0, 0, 0),
    )
  }

  /** Writes the outputs, a row each. */
  outputs(rows: Uint8Array | Float64Array, into: Float64Array): Float64Array {
    const { kernels, network, slots } = this.#context
    const { neurons, stride } = network.output
    const inputs = this.#inputs
    const total = rows.length / inputs
    const { values, activations } = this.#views()
    for (let start = 0; start < total; start += slots) {
      const count = Math.min(slots, total - start)
      values.set(count === total ? rows : rows.subarray(start * inputs, (start + count) * inputs))
      kernels.forward(network.address, this.#address, this.#order, count)
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < neurons; j++) into[(start + i) * neurons + j] = activations[i * stride + j]
      }
    }
    return into
  }

  /** Made once a memory: making views takes a good part of the time of a single row. */
  #views(): Views {
    const { memory, network, slots } = this.#context
    if (this.#known?.buffer === memory.memory.buffer) return this.#known
    const { stride, activations } = network.output
    const length = slots * this.#inputs
    this.#known = {
      buffer: memory.memory.buffer,
      values:
        this.#form === 'bytes' ? memory.bytes(this.#values, length) : memory.numbers(this.#values, length),
      activations: memory.numbers(activations, slots * stride),
    }
    return this.#known
  }
}

interface Views {
  readonly buffer: ArrayBuffer
  readonly values: Uint8Array | Numbers
  readonly activations: Numbers
}
