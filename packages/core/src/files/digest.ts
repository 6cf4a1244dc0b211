import { Sha256 } from '../math/sha256.ts'
import { ModelFileError } from './model-file-error.ts'
import type { Safetensors } from './safetensors.ts'

/** Field of the metadata for the digest, which covers all other fields. */
const DIGEST = 'digest'

/** The same parts with a digest of them in the metadata. */
export function sealed(parts: Safetensors): Safetensors {
  return { ...parts, metadata: new Map([...parts.metadata, [DIGEST, digestOf(parts)]]) }
}

/** @throws ModelFileError unless the metadata and tensors are those that were sealed. */
export function checkDigest(parts: Safetensors, file: string): void {
  const found = parts.metadata.get(DIGEST)
  if (found === digestOf(parts)) return
  const problem =
    found === undefined
      ? 'its metadata have no digest: expected one, of all that the file holds'
      : 'its content does not fit the digest in its metadata: expected it as it was saved. It is damaged or was changed'
  throw new ModelFileError(file, DIGEST, problem, 'Use an undamaged copy, or train again')
}

/**
 * SHA-256 over the metadata in the order of their keys and the tensors in that of their names, wherever they
 * stand in the file. Each piece comes after its length in bytes (64 bits, little-endian), so that no two
 * contents give the same bytes.
 */
function digestOf({ metadata, tensors }: Safetensors): string {
  const hash = new Sha256()
  const add = (piece: string | Uint8Array): void => {
    const bytes = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
    const length = new DataView(new ArrayBuffer(8))
    length.setBigUint64(0, BigInt(bytes.length), true)
    hash.update(new Uint8Array(length.buffer)).update(bytes)
  }
  const fields = [...metadata.keys()].filter(key => key !== DIGEST).sort()
  add(String(fields.length))
  for (const key of fields) {
    add(key)
    add(metadata.get(key) ?? '')
  }
  for (const [name, { dtype, shape, bytes }] of [...tensors].sort(byName)) {
    add(name)
    add(dtype)
    add(shape.join())
    add(bytes)
  }
  return hash.hex()
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
