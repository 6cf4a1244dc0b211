import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { options, xor } from '../../test/runs.ts'
import { Network } from '../network.ts'
import { etaAt } from '../spec.ts'
import { SgdController } from '../training/controller.ts'
import type { Checkpoint } from '../training/progress.ts'
import { sgd } from '../training/sgd.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint-file.ts'
import { sealed } from './digest.ts'
import { formatModel, parseModel } from './model-file.ts'
import { ModelFileError } from './model-file-error.ts'
import { parseParameters } from './parameters-file.ts'
import { formatSafetensors, parseSafetensors, type Safetensors } from './safetensors.ts'

const network = new Network([2, 3, 2], { seed: 3 })
const model = formatModel(network, { epochs: 1, dataHash: 'xor', accuracy: { test: 0.5 } })
const checkpoint = formatCheckpoint(await someCheckpoint())

/** A run in its second epoch, with a change of eta behind it. */
async function someCheckpoint(): Promise<Checkpoint> {
  const controller = new SgdController()
  controller.step('epoch')
  controller.step()
  const run = sgd(network.clone(), xor, { ...options, testData: xor, controller })
  for await (const event of run) {
    if (event.type === 'epoch') controller.setEta(0.5)
    if (event.type === 'progress' && event.epoch === 1) controller.checkpoint()
    if (event.type === 'checkpoint') return event.checkpoint
  }
  throw new Error('There was no checkpoint')
}

const headerEnd = (file: Uint8Array): number => 8 + new DataView(file.buffer).getUint32(0, true)

/** The bits, counted from the file's first, whose flip a reader does not refuse as a file's damage. */
function unnoticed(file: Uint8Array, read: (bytes: Uint8Array) => unknown, bits: Iterable<number>): number[] {
  const damaged = file.slice()
  const flip = (bit: number): void => {
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  }
  const found: number[] = []
  for (const bit of bits) {
    flip(bit)
    try {
      read(damaged)
      found.push(bit)
    } catch (error) {
      if (!(error instanceof ModelFileError) || !/: .*expected .*\. [A-Z].*\.$/s.test(error.message))
        throw error
    }
    flip(bit)
  }
  return found
}

const range = function* (from: number, to: number, step = 1): Generator<number> {
  for (let i = from; i < to; i += step) yield i
}

describe('damage is noticed', () => {
  it.each([
    ['checkpoint, parseCheckpoint', checkpoint, parseCheckpoint],
    ['model, parseModel', model, parseModel],
    ['model, parseParameters', model, parseParameters],
  ] as const)('in every bit of the header, and in a sample of those of the tensors: %s', (_, file, read) => {
    read(file)
    const end = 8 * headerEnd(file)
    expect(unnoticed(file, read, range(0, end))).toEqual([])
    expect(unnoticed(file, read, range(end, 8 * file.length, 7))).toEqual([])
  })

  it('where two entries of the order are swapped', () => {
    const { metadata, tensors } = parseSafetensors(checkpoint, 'f')
    const order = tensors.get('order')
    if (!order) throw new Error('There is no order')
    const [first, second] = [order.bytes.subarray(0, 4), order.bytes.subarray(4, 8)]
    expect(first).not.toEqual(second)
    const bytes = Uint8Array.of(...second, ...first, ...order.bytes.subarray(8))
    const swapped = formatSafetensors({
      metadata,
      tensors: new Map([...tensors, ['order', { ...order, bytes }]]),
    })
    expect(() => parseCheckpoint(swapped, 'run')).toThrow(
      'run: its content does not fit the digest in its metadata: expected it as it was saved. It is damaged or was changed. Use an undamaged copy, or train again.',
    )
    expect(() => parseCheckpoint(swapped)).toThrow(expect.objectContaining({ rule: 'digest' }))
  })

  it('where numbers move from one piece to the next', () => {
    const bytes = Uint8Array.of(1, 2)
    const digests = [
      { metadata: new Map([['a', 'bc']]), tensors: new Map() },
      { metadata: new Map([['ab', 'c']]), tensors: new Map() },
      { metadata: new Map(), tensors: new Map([['a', { dtype: 'U8', shape: [2], bytes }]]) },
      { metadata: new Map(), tensors: new Map([['a', { dtype: 'U8', shape: [1, 2], bytes }]]) },
      { metadata: new Map(), tensors: new Map([['a', { dtype: 'U16', shape: [1], bytes }]]) },
    ].map(parts => sealed(parts).metadata.get('digest'))
    expect(new Set(digests).size).toBe(digests.length)
  })
})

describe('version 2', () => {
  const parts = parseSafetensors(model, 'f')
  const withMetadata = (...entries: [string, string][]): Safetensors => {
    return { ...parts, metadata: new Map([...parts.metadata, ...entries]) }
  }
  const without = (key: string): Map<string, string> => {
    return new Map([...parts.metadata].filter(([name]) => name !== key))
  }

  it('asks for a digest', () => {
    const file = formatSafetensors({ ...parts, metadata: without('digest') })
    expect(() => parseModel(file, 'a')).toThrow(
      'a: its metadata have no digest: expected one, of all that the file holds. Use an undamaged copy, or train again.',
    )
  })

  it('does not become version 1 by a change of the number', () => {
    expect(() => parseModel(formatSafetensors(withMetadata(['version', '1'])))).toThrow('digest')
  })

  it('has no fields that are not known', () => {
    const file = formatSafetensors(sealed(withMetadata(['momentum', '0.9'])))
    expect(() => parseModel(file)).toThrow('metadata "momentum" is unknown: expected only format, version,')
  })

  it('has the digest that the description of the format gives', () => {
    const pieces: Uint8Array[] = []
    const add = (piece: string | Uint8Array): void => {
      const bytes = Buffer.from(piece)
      const length = Buffer.alloc(8)
      length.writeUInt32LE(bytes.length)
      pieces.push(length, bytes)
    }
    const keys = [
      ...['activation', 'cost', 'format', 'generator', 'kind', 'model', 'output', 'seed', 'sizes', 'version'],
    ]
    add('10')
    for (const key of keys) {
      add(key)
      add(parts.metadata.get(key) ?? '')
    }
    for (const [name, shape] of [
      ['biases.0', '3,1'],
      ['biases.1', '2,1'],
      ['weights.0', '3,2'],
      ['weights.1', '2,3'],
    ] as const) {
      for (const piece of [name, 'F64', shape]) add(piece)
      add(parts.tensors.get(name)?.bytes ?? '')
    }
    const digest = createHash('sha256').update(Buffer.concat(pieces)).digest('hex')
    expect(parts.metadata.get('digest')).toBe(digest)
  })
})

/**
 * As a safetensors library saves a file again: its own order of tensors and metadata, and other white space.
 */
function savedAgain(file: Uint8Array): Uint8Array {
  const { metadata, tensors } = parseSafetensors(file, 'f')
  let end = 0
  const turned = [...tensors].reverse()
  const entries = turned.map(([name, { dtype, shape, bytes }]) => {
    end += bytes.length
    return [name, { shape, data_offsets: [end - bytes.length, end], dtype }]
  })
  const header = { ...Object.fromEntries(entries), __metadata__: Object.fromEntries([...metadata].reverse()) }
  const text = Buffer.from(JSON.stringify(header, null, 1))
  const length = Buffer.alloc(8)
  length.writeUInt32LE(text.length)
  return Buffer.concat([length, text, ...turned.map(([, { bytes }]) => bytes)])
}

describe('files are read still', () => {
  it('that a safetensors library has saved again', () => {
    expect(parseModel(savedAgain(model))).toEqual(parseModel(model))
    expect(parseCheckpoint(savedAgain(checkpoint))).toEqual(parseCheckpoint(checkpoint))
  })

  it('that have format version 1, and are saved as version 2', async () => {
    const read = (name: string) => readFile(join(import.meta.dirname, '../../test/version-1', name))
    const old = parseModel(await read('model.safetensors'))
    const { network, progress } = parseCheckpoint(await read('checkpoint.safetensors'))
    const sha256 = 'dde56f918e2b5e8a6b875d2f515b34ba6aa88aedc601ff03c76bdc39deffe2e9'
    expect([await old.network.sha256(), await network.sha256()]).toEqual([sha256, sha256])
    expect(old.metadata).toMatchObject({ epochs: 2, accuracy: { test: 0.0974 } })
    expect(old.metadata.options).toEqual({ epochs: 2, miniBatchSize: 10, eta: 2, precision: 'float64' })
    expect(progress).toMatchObject({ epoch: 2, position: 0, history: [{ epoch: 0 }, { epoch: 1 }] })
    expect(progress).not.toHaveProperty('confusions')
    const hash = 'c5097fdd51cfdbe7695fd9df3612695696864b5c424f58d843ffdc5d335e9914:0:40'
    expect(progress.spec).toEqual({
      ...{ sizes: [784, 1, 10], activation: 'sigmoid', output: 'sigmoid', cost: 'quadratic', seed: '5' },
      ...{ epochs: 2, miniBatchSize: 10, eta: 2, etaChanges: [], precision: 'float64' },
      data: { hash, train: 40, validation: 59_960, test: 10_000 },
    })
    const saved = formatModel(old.network, old.metadata)
    expect(parseSafetensors(saved, 'f').metadata.get('version')).toBe('2')
    expect(parseModel(saved)).toEqual(old)
    expect(parseCheckpoint(formatCheckpoint({ network, progress }))).toEqual({ network, progress })
  })

  it('that have a digest and no Spec yet', async () => {
    const read = (name: string) => readFile(join(import.meta.dirname, '../../test/version-2-options', name))
    const old = parseModel(await read('model.safetensors'))
    const { network, progress } = parseCheckpoint(await read('checkpoint.safetensors'))
    expect(await old.network.sha256()).toBe(
      '05c1a2839bab4534c0731a640d767995556f2375dba24f2fa8d06d0ac5857b36',
    )
    expect(await network.sha256()).toBe('bbc190c18dddf6dfe0f3fcd960d06d607da7db87a43131043c55a405a5df3be2')
    expect(old.metadata).toMatchObject({
      options: { epochs: 2, miniBatchSize: 10, eta: 2, precision: 'float32' },
      epochs: 2,
      dataHash: progress.spec.data.hash,
    })
    expect(progress).toMatchObject({
      spec: {
        seed: '5,1180591620717411303424',
        eta: 2,
        etaChanges: [{ epoch: 1, position: 0, eta: 0.5 }],
        precision: 'float32',
        data: { train: 40, test: 10_000 },
      },
      ...{ epoch: 1, position: 20 },
    })
    expect(etaAt(progress.spec, progress)).toBe(0.5)
    expect(parseModel(formatModel(old.network, old.metadata))).toEqual(old)
    expect(parseCheckpoint(formatCheckpoint({ network, progress }))).toEqual({ network, progress })
  })

  it('but not with an eta that the run was never changed to', async () => {
    const bytes = await readFile(join(import.meta.dirname, '../../test/version-1/checkpoint.safetensors'))
    const { metadata, tensors } = parseSafetensors(bytes, 'f')
    const progress = (metadata.get('progress') ?? '').replace('"eta":2,"etaChanges"', '"eta":3,"etaChanges"')
    const changed = formatSafetensors({ metadata: new Map([...metadata, ['progress', progress]]), tensors })
    expect(() => parseCheckpoint(changed)).toThrow(
      'metadata progress.eta is 3: expected 2, as it was changed last',
    )
  })
})
