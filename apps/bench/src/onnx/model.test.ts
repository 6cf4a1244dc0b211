import { Matrix, Network } from '@gradus/core'
import { describe, expect, it } from 'vitest'
import { onnxModel } from './model.ts'

type Value = number | Uint8Array

/** The fields of a message: what protobuf.ts writes, read by the letter of the format. */
function fieldsOf(message: Uint8Array): [number: number, value: Value][] {
  const fields: [number, Value][] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }
  while (at < message.length) {
    const key = varint()
    const value = varint()
    if ((key & 7) === 0) fields.push([key >> 3, value])
    else {
      fields.push([key >> 3, message.subarray(at, at + value)])
      at += value
    }
  }
  return fields
}

/** All values of a field that are messages or bytes. */
function parts(message: Uint8Array, number: number): Uint8Array[] {
  return fieldsOf(message).flatMap(([field, value]) =>
    field === number && value instanceof Uint8Array ? [value] : [],
  )
}

const texts = (message: Uint8Array, number: number): string[] =>
  parts(message, number).map(part => new TextDecoder().decode(part))

describe('onnxModel', () => {
  const network = new Network([2, 3, 1], {
    biases: [new Matrix(3, 1, Float64Array.of(7, 8, 9)), new Matrix(1, 1, Float64Array.of(-1))],
    weights: [
      new Matrix(3, 2, Float64Array.of(1, 2, 3, 4, 5, 6)),
      new Matrix(1, 3, Float64Array.of(0.1, 0.5, -2)),
    ],
  })
  const model = onnxModel(network)
  const [graph = new Uint8Array()] = parts(model, 7)

  it('names the versions that it is written for', () => {
    expect(fieldsOf(model).find(([field]) => field === 1)).toEqual([1, 8])
    expect(parts(model, 8).map(fieldsOf)).toEqual([
      [
        [1, new Uint8Array()],
        [2, 13],
      ],
    ])
  })

  it('has a Gemm and a Sigmoid a layer, joined by their names', () => {
    const nodes = parts(graph, 1).map(node =>
      [texts(node, 4), texts(node, 1), texts(node, 2)].flat().join(' '),
    )
    expect(nodes).toEqual(['Gemm x w0 b0 z0', 'Sigmoid z0 a0', 'Gemm a0 w1 b1 z1', 'Sigmoid z1 a'])
  })

  it('holds the weights as float32, of their shapes', () => {
    const tensors = parts(graph, 5).map(tensor => {
      const [raw = new Uint8Array()] = parts(tensor, 9)
      const numbers = new Float32Array(raw.slice().buffer)
      const shape = fieldsOf(tensor).flatMap(([field, value]) => (field === 1 ? [value] : []))
      return [texts(tensor, 8)[0], shape, Array.from(numbers)]
    })
    expect(tensors).toEqual([
      ['w0', [3, 2], [1, 2, 3, 4, 5, 6]],
      ['w1', [1, 3], [Math.fround(0.1), 0.5, -2]],
      ['b0', [3], [7, 8, 9]],
      ['b1', [1], [-1]],
    ])
  })

  it('takes any number of images, by its input x, and gives its output a', () => {
    const [input, output] = [11, 12].map(field => parts(graph, field).map(describeValue))
    expect(input).toEqual([['x', 1, ['images', 2]]])
    expect(output).toEqual([['a', 1, ['images', 1]]])
  })
})

/** ValueInfoProto: its name, the type of its numbers, and its dimensions. */
function describeValue(value: Uint8Array): unknown[] {
  const [type = new Uint8Array()] = parts(value, 2).flatMap(each => parts(each, 1))
  const dimensions = parts(type, 2).flatMap(shape => parts(shape, 1))
  const sizes = dimensions.map(each => texts(each, 2)[0] ?? fieldsOf(each)[0]?.[1])
  return [texts(value, 1)[0], fieldsOf(type)[0]?.[1], sizes]
}
