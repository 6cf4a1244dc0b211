import { gzipSync } from 'node:zlib'

/** A big-endian file of these uint32s and then these bytes. */
export function file(header: readonly number[], data: ArrayLike<number> = []): Uint8Array {
  const bytes = new Uint8Array(4 * header.length + data.length)
  const view = new DataView(bytes.buffer)
  header.forEach((value, i) => {
    view.setUint32(4 * i, value)
  })
  bytes.set(data, 4 * header.length)
  return bytes
}

/** An IDX file of images; pixel p of the file is (7 * p) % 256, every third one 0. */
export function imageFile(count: number, rows: number, cols: number): Uint8Array {
  const data = Uint8Array.from({ length: count * rows * cols }, (_, p) => (p % 3 === 0 ? 0 : (7 * p) % 256))
  return file([2051, count, rows, cols], data)
}

export function labelFile(...labels: number[]): Uint8Array {
  return file([2049, labels.length], labels)
}

export function gzip(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes))
}

/** Bytes that gzip cannot shrink; the same in every run. */
export function scrambled(length: number): Uint8Array {
  let state = 1
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  })
}

export function join(...parts: ArrayLike<number>[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(part => Array.from(part)))
}

/** The error that a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('expected a rejection: the promise was fulfilled')
}

/** The error that a call throws. */
export function thrown(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('expected an error: nothing was thrown')
}
