import { describe } from '../fields.ts'
import { withMemory } from '../memory.ts'
import { duplicateKey } from './duplicate-key.ts'
import { ModelFileError, type ModelFileRule } from './model-file-error.ts'

/** A tensor's numbers as they stand in a file: little-endian, row-major. */
export interface Tensor {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

/** Contents of a safetensors file. */
export interface Safetensors {
  readonly metadata: ReadonlyMap<string, string>
  readonly tensors: ReadonlyMap<string, Tensor>
}

/** Bytes an entry. */
const DTYPES: ReadonlyMap<string, number> = new Map([
  ...(['BOOL', 'U8', 'I8', 'F8_E5M2', 'F8_E4M3'] as const).map(dtype => [dtype, 1] as const),
  ...(['U16', 'I16', 'F16', 'BF16'] as const).map(dtype => [dtype, 2] as const),
  ...(['U32', 'I32', 'F32'] as const).map(dtype => [dtype, 4] as const),
  ...(['U64', 'I64', 'F64'] as const).map(dtype => [dtype, 8] as const),
])

/** Remedy for a tensor of a type that is not read. */
export const OTHER_TYPE = 'Save its numbers in a type that is read'

/** The format's own limit for the header. */
const HEADER_LIMIT = 100_000_000
/** Bytes of the header's length, with which a file begins. */
export const LENGTH_BYTES = 8

/**
 * Reads a safetensors file and checks every rule of the format: https://huggingface.co/docs/safetensors.
 * @param file its name in a message
 * @throws ModelFileError naming the rule that it breaks.
 */
export function parseSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const { metadata, entries, end } = parseHeader(bytes, bytes.length, file)
  const data = bytes.subarray(end)
  const tensors = entries.map(({ name, entry: { dtype, shape, begin, end } }) => {
    return [name, { dtype, shape, bytes: data.subarray(begin, end) }] as const
  })
  return { metadata, tensors: new Map(tensors) }
}

/**
 * Reads the header of a file of this length, which is all that `bytes` has to hold.
 * @throws ModelFileError as above
 */
export function parseHeader(bytes: Uint8Array, length: number, file: string): SafetensorsHeader {
  const end = headerEnd(bytes, length, file)
  const header = readHeader(bytes.subarray(LENGTH_BYTES, end), file)
  const metadata = new Map<string, string>()
  const entries: { name: string; entry: TensorEntry }[] = []
  for (const [name, value] of Object.entries(header)) {
    if (name !== '__metadata__') entries.push({ name, entry: readEntry(name, value, file) })
    else for (const [key, text] of readMetadata(value, file)) metadata.set(key, text)
  }
  checkLayout(entries, length - end, file)
  return { metadata, entries, end }
}

/**
 * End of the header of a file of this length, in bytes from its start, as the first bytes say.
 * @throws ModelFileError for an impossible length
 */
export function headerEnd(bytes: Uint8Array, length: number, file: string): number {
  const fail = (rule: ModelFileRule, problem: string): never => {
    throw new ModelFileError(file, rule, problem, 'Check that it is a model, and whole')
  }
  if (bytes.length < LENGTH_BYTES) {
    fail(
      'header-missing',
      `${bytes.length} bytes are no safetensors file: expected ${LENGTH_BYTES} bytes of header length`,
    )
  }
  const claimed = Number(new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES).getBigUint64(0, true))
  const rest = length - LENGTH_BYTES
  if (claimed > HEADER_LIMIT)
    fail('header-limit', `the header claims ${claimed} bytes: expected at most ${HEADER_LIMIT}`)
  if (claimed > rest)
    fail('header-length', `the header claims ${claimed} bytes, ${rest} follow: expected it to fit the file`)
  return LENGTH_BYTES + claimed
}

/**
 * The bytes of a safetensors file with these tensors, in their order, the data starting at a multiple of 8.
 * @throws ModelFileError for more metadata than a header may hold; MemoryError.
 */
export function formatSafetensors({ metadata, tensors }: Safetensors): Uint8Array<ArrayBuffer> {
  let end = 0
  const entries = [...tensors].map(([name, { dtype, shape, bytes }]) => {
    const begin = end
    end += bytes.length
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const
  })
  const json = JSON.stringify({ __metadata__: Object.fromEntries(metadata), ...Object.fromEntries(entries) })
  const header = new TextEncoder().encode(json)
  const headerLength = Math.ceil(header.length / 8) * 8
  if (headerLength > HEADER_LIMIT) {
    const problem = `its header would be ${headerLength} bytes long: expected at most ${HEADER_LIMIT}`
    throw new ModelFileError('The file to save', 'header-limit', problem, 'Put less into its metadata')
  }
  const length = LENGTH_BYTES + headerLength + end
  const file = withMemory(length, () => new Uint8Array(length))
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true)
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength)
  file.set(header, LENGTH_BYTES)
  let position = LENGTH_BYTES + headerLength
  for (const { bytes } of tensors.values()) {
    file.set(bytes, position)
    position += bytes.length
  }
  return file
}

/** A header: the metadata, the tensors' entries, and where the data begin, in bytes from the start. */
interface SafetensorsHeader {
  readonly metadata: ReadonlyMap<string, string>
  readonly entries: readonly { readonly name: string; readonly entry: TensorEntry }[]
  readonly end: number
}

interface TensorEntry {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

function readHeader(bytes: Uint8Array, file: string): object {
  const fail = (rule: ModelFileRule, problem: string): never => {
    throw new ModelFileError(file, rule, problem)
  }
  if (bytes[0] !== 0x7b) fail('header-start', `the header does not start with {: expected JSON`)
  const text = decodeUtf8(bytes)
  if (text === undefined) return fail('header-utf8', 'the header is no valid UTF-8: expected JSON')
  const header = parseJson(text)
  if (!isObject(header))
    return fail('header-json', 'the header is no valid JSON: expected an object of tensors')
  const twice = duplicateKey(text)
  if (twice !== undefined)
    fail('duplicate-key', `the header has ${JSON.stringify(twice)} twice: expected every name once`)
  return header
}

function readMetadata(value: unknown, file: string): [string, string][] {
  if (!isObject(value)) {
    throw new ModelFileError(
      file,
      'metadata',
      `__metadata__ is ${describe(value)}: expected an object of strings`,
    )
  }
  return Object.entries(value).map(([key, text]) => {
    if (typeof text !== 'string') {
      throw new ModelFileError(
        file,
        'metadata',
        `${JSON.stringify(key)} in __metadata__ is ${describe(text)}: expected a string`,
      )
    }
    return [key, text]
  })
}

function readEntry(name: string, value: unknown, file: string): TensorEntry {
  const tensor = `tensor ${JSON.stringify(name)}`
  const fail = (rule: ModelFileRule, problem: string, remedy?: string): never => {
    throw new ModelFileError(file, rule, `${tensor} ${problem}`, remedy)
  }
  if (!isObject(value) || !('dtype' in value && 'shape' in value && 'data_offsets' in value)) {
    return fail('tensor-entry', `is ${describe(value)}: expected dtype, shape and data_offsets`)
  }
  const { dtype, shape, data_offsets: offsets } = value
  const width = typeof dtype === 'string' ? DTYPES.get(dtype) : undefined
  if (typeof dtype !== 'string' || width === undefined) {
    const problem = `has dtype ${describe(dtype)}: expected one of ${[...DTYPES.keys()].join(', ')}`
    return fail('dtype', problem, OTHER_TYPE)
  }
  if (!isCounts(shape)) return fail('shape', `has shape ${describe(shape)}: expected a list of whole numbers`)
  const span = shape.reduce((product, size) => product * size, width)
  if (!Number.isSafeInteger(span))
    return fail('shape', `has shape ${describe(shape)}: expected fewer than 2 ** 53 bytes`)
  const [begin, end] = isCounts(offsets) ? offsets : []
  if (begin === undefined || end === undefined || !isCounts(offsets) || offsets.length !== 2 || begin > end) {
    return fail('offsets', `has data_offsets ${describe(offsets)}: expected [begin, end] with begin <= end`)
  }
  if (end - begin !== span) {
    return fail(
      'span',
      `spans ${end - begin} bytes: expected ${span} for shape ${describe(shape)} of ${dtype}`,
    )
  }
  return { dtype, shape, begin, end }
}

function checkLayout(
  entries: readonly { name: string; entry: TensorEntry }[],
  dataLength: number,
  file: string,
): void {
  const ordered = [...entries].sort((a, b) => a.entry.begin - b.entry.begin || a.entry.end - b.entry.end)
  let expected = 0
  for (const { name, entry } of ordered) {
    if (entry.begin !== expected) {
      const rule = entry.begin > expected ? 'hole' : 'overlap'
      throw new ModelFileError(
        file,
        rule,
        `tensor ${JSON.stringify(name)} begins at ${entry.begin}: expected ${expected}, where the one before ends`,
      )
    }
    expected = entry.end
  }
  if (expected !== dataLength) {
    throw new ModelFileError(
      file,
      'file-end',
      `the tensors end at byte ${expected} of the data, the file at ${dataLength}: expected the same`,
    )
  }
}

/** Decodes UTF-8; undefined for invalid bytes. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Parses JSON; undefined for an invalid text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(entry => Number.isSafeInteger(entry) && entry >= 0)
}
