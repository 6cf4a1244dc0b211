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

const { GRADUS_FUZZ_CASES = '2000' } = process.env

const model = formatModel(new Network([2, 3, 2], { seed: 0 }), { epochs: 1 })
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

/** Changes that files of this length suffer: bytes replaced, a part cut out or doubled, the end lost. */
const mutationOf = (length: number) =>
  fc.oneof(
    fc.record({
      kind: fc.constant('replace'),
      at: fc.nat(length - 1),
      byte: fc.nat(255),
      length: fc.constant(1),
    }),
    fc.record({
      kind: fc.constant('replace'),
      at: fc.nat(700),
      byte: fc.constantFrom(0, 0x22, 0x2c, 0x30, 0x39, 0x5b, 0x7b, 0x7d, 0xff),
      length: fc.constant(1),
    }),
    fc.record({
      kind: fc.constantFrom('cut', 'double'),
      at: fc.nat(length - 1),
      byte: fc.constant(0),
      length: fc.integer({ min: 1, max: 64 }),
    }),
    fc.record({
      kind: fc.constant('truncate'),
      at: fc.nat(length - 1),
      byte: fc.constant(0),
      length: fc.constant(0),
    }),
  )

function mutate(
  bytes: Uint8Array,
  { kind, at, byte, length }: { kind: string; at: number; byte: number; length: number },
): Uint8Array {
  if (kind === 'truncate') return bytes.slice(0, at)
  if (kind === 'replace') {
    const copy = bytes.slice()
    copy.fill(byte, at, at + 1)
    return copy
  }
  const from = kind === 'cut' ? at + length : at
  return Uint8Array.from([...bytes.subarray(0, kind === 'cut' ? at : at + length), ...bytes.subarray(from)])
}

it.each([
  ['model', model, parseModel],
  ['checkpoint', checkpoint, parseCheckpoint],
  ['model without a digest', withoutDigest(model), parseModel],
  ['checkpoint without a digest', withoutDigest(checkpoint), parseCheckpoint],
] as const)('a damaged file gives a typed error or a network of finite numbers: %s', (_, file, parse) => {
  let parsed = 0
  const before = process.resourceUsage().maxRSS
  fc.assert(
    fc.property(fc.array(mutationOf(file.length), { minLength: 1, maxLength: 4 }), mutations => {
      try {
        const { network } = parse(mutations.reduce(mutate, file), 'fuzzed')
        parsed++
        network.checkFinite()
      } catch (error) {
        expect(error).toBeInstanceOf(ModelFileError)
        expect(String(error)).toMatch(/^ModelFileError: fuzzed: .*\.$/s)
      }
    }),
    { seed: 7, numRuns: Number(GRADUS_FUZZ_CASES) },
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
