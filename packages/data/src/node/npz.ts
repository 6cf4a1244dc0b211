import { crc32 } from 'node:zlib'
import { MAX_IDX_BYTES } from '@gradus/mnist'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { DataFileError } from './data-file-error.ts'

/** Entries of an archive, at the most. */
const MOST_ENTRIES = 1000

/**
 * The contents of those entries of a ZIP archive that are wanted, by their names.
 * @param wanted says whether an entry is wanted
 * @throws DataFileError for a damaged archive, or entries of more than 1 GiB in all
 */
export async function readZip(
  bytes: Uint8Array,
  file: string,
  wanted: (name: string) => boolean,
): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>()
  let room = MAX_IDX_BYTES
  let zip: ZipFile | undefined
  try {
    zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    if (zip.entryCount > MOST_ENTRIES) throw tooMuch(file, `${zip.entryCount} entries`, `${MOST_ENTRIES}`)
    for await (const entry of zip.eachEntry()) {
      if (!wanted(entry.fileName)) continue
      room -= entry.uncompressedSize
      if (room < 0) throw tooMuch(file, `above ${MAX_IDX_BYTES} bytes`, `${MAX_IDX_BYTES} bytes`)
      contents.set(entry.fileName, await inflate(zip, entry))
    }
    return contents
  } catch (cause) {
    if (cause instanceof DataFileError) throw cause
    const found = `damaged (${cause instanceof Error ? cause.message : String(cause)})`
    const remedy = 'Get it again, or save it again by numpy.savez.'
    throw new DataFileError(
      { file, what: 'the archive', found, expected: 'a whole ZIP file', remedy },
      { cause },
    )
  } finally {
    zip?.close()
  }
}

/** An entry's bytes: as many as the archive announces, with its checksum. */
async function inflate(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  // No deflate stream grows by more: 258 bytes from 2 bits. Source: RFC 1951, section 3.2.5.
  if (entry.uncompressedSize > entry.compressedSize * 1032)
    throw new Error(`${entry.fileName} cannot have ${entry.uncompressedSize} bytes`)
  const bytes = new Uint8Array(entry.uncompressedSize)
  let end = 0
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    bytes.set(chunk, end)
    end += chunk.length
  }
  if (end !== bytes.length || crc32(bytes) !== entry.crc32)
    throw new Error(`${entry.fileName} has a wrong checksum`)
  return bytes
}

function tooMuch(file: string, found: string, most: string): DataFileError {
  const remedy = 'Save fewer examples, or fewer arrays.'
  return new DataFileError({ file, what: 'the archive', found, expected: `at most ${most}`, remedy })
}
