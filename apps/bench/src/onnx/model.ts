/**
 * A network as an ONNX model in float32: input `x` (any number of images, a row each), output `a` (the activations of the last layer).
 * Every layer is Gemm (x w^T + b) and Sigmoid. Field numbers: onnx.proto of ONNX 1.12.
 */
import type { Matrix, Network } from '@gradus/core'
import { bytes, concat, type Field, integer, message, text } from './protobuf.ts'

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
