import { type Edit, edited, fuzzCases } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { options, xor } from '../../test/runs.ts'
import { Network } from '../network.ts'
import { SgdController } from '../training/controller.ts'
import type { Checkpoint } from '../training/progress.ts'
import { sgd } from '../training/sgd.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint-file.ts'
import { formatModel, parseModel } from './model-file.ts'
import { ModelFileError } from './model-file-error.ts'
import { formatSafetensors, parseSafetensors } from './safetensors.ts'
import { formatSmallModel } from './small-model.ts'

const model = formatModel(new Network([2, 3, 2], { seed: 0 }), { epochs: 1 })
const [float16, int8] = (['float16', 'int8'] as const).map(type => {
  return formatSmallModel(new Network([2, 3, 2], { seed: 0 }), type)
})
const checkpoint = formatCheckpoint(await someCheckpoint())

/**
 * The file without a digest, as format version 1 has it: its damage is for the checks of each field to
 * notice.
 */
function withoutDigest(file: Uint8Array): Uint8Array {
  const { metadata, tensors } = parseSafetensors(file, 'f')
  const others = [...metadata].filter(([key]) => key !== 'digest')
  return formatSafetensors({ metadata: new Map([...others, ['version', '1']]), tensors })
}

/** Edits that a file suffers: bytes replaced, a part cut out or doubled, the end lost. */
function editOf(file: Uint8Array): fc.Arbitrary<Edit> {
  const at = fc.nat(file.length - 1)
  const length = fc.integer({ min: 1, max: 64 })
  const nothing = fc.constant(new Uint8Array(0))
  const byte = fc.nat(255)
  const mark = fc.constantFrom(0, 0x22, 0x2c, 0x30, 0x39, 0x5b, 0x7b, 0x7d, 0xff)
  const one = (value: fc.Arbitrary<number>) => value.map(number => Uint8Array.of(number))
  return fc.oneof(
    fc.record({ at, remove: fc.constant(1), insert: one(byte) }),
    fc.record({ at: fc.nat(700), remove: fc.constant(1), insert: one(mark) }),
    fc.record({ at, remove: length, insert: nothing }),
    fc.record({ at, length }).map(({ at, length }) => {
      return { at, remove: 0, insert: file.subarray(at, at + length) }
    }),
    fc.record({ at, remove: fc.constant(file.length), insert: nothing }),
  )
}

it.each([
  ['model', model, parseModel],
  ['checkpoint', checkpoint, parseCheckpoint],
  ['model without a digest', withoutDigest(model), parseModel],
  ['model of float16', withoutDigest(float16), parseModel],
  ['model of int8', withoutDigest(int8), parseModel],
  ['checkpoint without a digest', withoutDigest(checkpoint), parseCheckpoint],
] as const)('a damaged file gives a typed error or a network of finite numbers: %s', (_, file, parse) => {
  let parsed = 0
  const before = process.resourceUsage().maxRSS
  fc.assert(
    fc.property(fc.array(editOf(file), { minLength: 1, maxLength: 4 }), edits => {
      try {
        const { network } = parse(edited(file, edits), 'fuzzed')
        parsed++
        network.checkFinite()
      } catch (error) {
        expect(error).toBeInstanceOf(ModelFileError)
        expect(String(error)).toMatch(/^ModelFileError: fuzzed: .*\.$/s)
      }
    }),
    { seed: 7, numRuns: fuzzCases(2000) },
  )
  expect(parsed).toBeGreaterThan(0)
  expect(process.resourceUsage().maxRSS - before, 'more kilobytes than before').toBeLessThan(200 * 1024)
})

/** A run within its second epoch. */
async function someCheckpoint(): Promise<Checkpoint> {
  const controller = new SgdController()
  controller.step('epoch')
  controller.step()
  for await (const event of sgd(new Network([2, 3, 2], { seed: 0 }), xor, {
    ...options,
    testData: xor,
    controller,
  })) {
    if (event.type === 'progress' && event.epoch === 1) controller.checkpoint()
    if (event.type === 'checkpoint') return event.checkpoint
  }
  throw new Error('There was no checkpoint')
}
