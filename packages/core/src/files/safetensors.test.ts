import { describe, expect, it } from 'vitest'
import { ModelFileError, type ModelFileRule } from './model-file-error.ts'
import { formatSafetensors, parseSafetensors } from './safetensors.ts'

const a = { dtype: 'U8', shape: [2, 2], data_offsets: [0, 4] }
const b = { dtype: 'F32', shape: [1], data_offsets: [4, 8] }
const header = (entries: object) => safetensorsFile(JSON.stringify(entries), 8)

describe('safetensors', () => {
  it('are read as they were written', () => {
    const tensors = new Map([
      ['weights', { dtype: 'U8', shape: [2, 3], bytes: Uint8Array.of(1, 2, 3, 4, 5, 6) }],
      ['empty', { dtype: 'F64', shape: [0, 5], bytes: new Uint8Array(0) }],
      ['scalar', { dtype: 'F32', shape: [], bytes: Uint8Array.of(0, 0, 128, 63) }],
    ])
    const metadata = new Map([['name', 'a "quoted" é']])
    const file = formatSafetensors({ metadata, tensors })
    expect(parseSafetensors(file, 'f')).toEqual({ metadata, tensors })
    expect(new DataView(file.buffer).getBigUint64(0, true) % 8n).toBe(0n)
  })

  it('may list their tensors in any order, and stand inside a larger buffer', () => {
    const file = header({ b, a })
    const inside = new Uint8Array(file.length + 3)
    inside.set(file, 3)
    expect([...parseSafetensors(inside.subarray(3), 'f').tensors.keys()]).toEqual(['b', 'a'])
  })

  it('are read whatever their strings hold', () => {
    const text = '\\"'.repeat(4_000_000)
    const metadata = new Map([['note', text]])
    expect(
      parseSafetensors(formatSafetensors({ metadata, tensors: new Map() }), 'f').metadata.get('note'),
    ).toBe(text)
  })

  it('are refused however deep their header goes', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    const parse = (json: string) => (): unknown => parseSafetensors(safetensorsFile(json, 0), 'f')
    expect(parse(`{"a":${deep}}`)).toThrow('tensor "a" is a list: expected dtype, shape and data_offsets')
    expect(parse(`{"__metadata__":{"x":${deep}}}`)).toThrow('in __metadata__ is a list: expected a string')
  })

  it('are not written with a header that could not be read again', () => {
    const metadata = new Map([['note', 'x'.repeat(100_000_000)]])
    expect(() => formatSafetensors({ metadata, tensors: new Map() })).toThrow(
      'its header would be 100000032 bytes long: expected at most 100000000',
    )
  })

  const malformed: [ModelFileRule, Uint8Array, string][] = [
    ['header-missing', new Uint8Array(7), '7 bytes are no safetensors file: expected 8 bytes'],
    [
      'header-limit',
      Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0),
      'the header claims 4294967296 bytes: expected at most 100000000',
    ],
    ['header-limit', new Uint8Array(8).fill(255), 'the header claims 18446744073709552000 bytes'],
    ['header-length', Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 123, 125), 'the header claims 9 bytes, 2 follow'],
    ['header-start', safetensorsFile(' {}', 0), 'the header does not start with {'],
    ['header-start', new Uint8Array(8), 'the header does not start with {'],
    ['header-utf8', Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 123, 255, 125), 'the header is no valid UTF-8'],
    ['header-json', safetensorsFile('{"a":', 0), 'the header is no valid JSON'],
    [
      'duplicate-key',
      safetensorsFile(`{"a":${JSON.stringify(a)},"\\u0061":${JSON.stringify(a)}}`, 4),
      'the header has "a" twice',
    ],
    ['duplicate-key', safetensorsFile('{"__metadata__":{"x":"1","x":"2"}}', 0), 'the header has "x" twice'],
    [
      'metadata',
      safetensorsFile('{"__metadata__":{"x":1}}', 0),
      '"x" in __metadata__ is 1: expected a string',
    ],
    [
      'metadata',
      safetensorsFile('{"__metadata__":[]}', 0),
      '__metadata__ is []: expected an object of strings',
    ],
    [
      'tensor-entry',
      safetensorsFile('{"a":null}', 0),
      'tensor "a" is null: expected dtype, shape and data_offsets',
    ],
    [
      'tensor-entry',
      safetensorsFile('{"a":{"dtype":"U8","shape":[1]}}', 0),
      'expected dtype, shape and data_offsets',
    ],
    ['dtype', header({ a: { ...a, dtype: 'U9' }, b }), 'tensor "a" has dtype "U9": expected one of BOOL'],
    ['dtype', header({ a: { ...a, dtype: 8 }, b }), 'has dtype 8'],
    [
      'shape',
      header({ a: { ...a, shape: [-1, 4] }, b }),
      'has shape [-1,4]: expected a list of whole numbers',
    ],
    ['shape', header({ a: { ...a, shape: [1.5] }, b }), 'has shape [1.5]'],
    ['shape', header({ a: { ...a, shape: '2' }, b }), 'has shape "2"'],
    ['shape', header({ a: { ...a, shape: [2 ** 30, 2 ** 30] }, b }), 'expected fewer than 2 ** 53 bytes'],
    [
      'offsets',
      header({ a: { ...a, data_offsets: [4, 0] }, b }),
      'has data_offsets [4,0]: expected [begin, end]',
    ],
    ['offsets', header({ a: { ...a, data_offsets: [0] }, b }), 'has data_offsets [0]'],
    ['offsets', header({ a: { ...a, data_offsets: [0, 4, 4] }, b }), 'has data_offsets [0,4,4]'],
    [
      'span',
      header({ a: { ...a, data_offsets: [0, 3] }, b }),
      'spans 3 bytes: expected 4 for shape [2,2] of U8',
    ],
    ['hole', header({ a, b: { ...b, data_offsets: [5, 9] } }), 'tensor "b" begins at 5: expected 4'],
    ['hole', header({ b }), 'tensor "b" begins at 4: expected 0'],
    ['overlap', header({ a, b: { ...b, data_offsets: [3, 7] } }), 'tensor "b" begins at 3: expected 4'],
    ['file-end', header({ a }), 'the tensors end at byte 4 of the data, the file at 8'],
    [
      'file-end',
      safetensorsFile(JSON.stringify({ a, b }), 7),
      'the tensors end at byte 8 of the data, the file at 7',
    ],
  ]

  it.each(malformed)('are refused for %s (%#)', (rule, bytes, message) => {
    const parse = (): unknown => parseSafetensors(bytes, 'net.safetensors')
    expect(parse).toThrow(ModelFileError)
    expect(parse).toThrow(expect.objectContaining({ code: 'MODEL_FILE', rule, file: 'net.safetensors' }))
    expect(parse).toThrow(message)
    expect(parse).toThrow(/^net\.safetensors: /)
  })
})

/** A file with this text as its header and so many bytes of data, valid or not. */
function safetensorsFile(header: string, dataLength: number): Uint8Array {
  const text = new TextEncoder().encode(header)
  const file = new Uint8Array(8 + text.length + dataLength)
  new DataView(file.buffer).setUint32(0, text.length, true)
  file.set(text, 8)
  return file
}
