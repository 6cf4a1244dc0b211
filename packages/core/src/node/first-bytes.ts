/** A kind of file that neither models nor data are, as its first bytes tell. */
export interface OtherFile {
  /** The kind, with its article, such as `a PNG picture`. */
  readonly name: string
  /** The remedy, as a sentence without a full stop; none where the file has nothing that could be used. */
  readonly remedy?: string
}

const UNPACK = 'Unpack it first'
const DATA = 'Name the model here, and the data by their folder'
const DOWNLOAD = 'Download the file itself: this is what a server answered instead'

/** Beginnings, longer ones before those that they begin with; each character is a byte. Source: file(1). */
const BEGINNINGS: readonly (readonly [beginning: string, name: string, remedy?: string])[] = [
  [
    'version https://git-lfs.',
    'a Git LFS pointer, which stands for the file',
    'Run `git lfs pull`, which fetches it',
  ],
  ['\x89PNG\r\n\x1a\n', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['II*\0', 'a TIFF picture'],
  ['MM\0*', 'a TIFF picture'],
  ['\x1f\x8b', 'a gzip file', UNPACK],
  ['BZh', 'a bzip2 file', UNPACK],
  ['\xfd7zXZ\0', 'an xz file', UNPACK],
  ['\x28\xb5\x2f\xfd', 'a Zstandard file', UNPACK],
  ["7z\xbc\xaf'\x1c", 'a 7z archive', UNPACK],
  ['Rar!', 'a RAR archive', UNPACK],
  ['\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19', 'a PyTorch model (a pickle)'],
  ...['\x02', '\x03', '\x04', '\x05'].map(
    version => [`\x80${version}`, 'a pickle, as Python saves objects'] as const,
  ),
  ['\x89HDF\r\n\x1a\n', 'an HDF5 file, as Keras saves models'],
  ['\x93NUMPY', 'a NumPy array'],
  ['GGUF', 'a GGUF model'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['PAR1', 'a Parquet table'],
  ['%PDF-', 'a PDF document'],
  ['\0\0\x08\x03', 'an IDX file of images', DATA],
  ['\0\0\x08\x01', 'an IDX file of labels', DATA],
]

/** Bytes of a file that are looked at. */
export const FIRST_BYTES = 512
/** Characters of a text that are shown. */
const SHOWN = 40

/**
 * The kind of a file that is not what it was taken for; undefined for bytes that tell nothing.
 * @param start its first bytes: more than FIRST_BYTES tell no more
 * @param wanted what it was taken for: a damaged file of that kind is no other
 */
export function otherFile(start: Uint8Array, wanted: 'model' | 'data'): OtherFile | undefined {
  if (start.length === 0) return { name: 'empty', remedy: 'Get it again' }
  const text = Array.from(start.subarray(0, FIRST_BYTES), byte => String.fromCharCode(byte)).join('')
  const found = BEGINNINGS.find(([beginning]) => text.startsWith(beginning))
  if (found) return { name: found[1], ...(found[2] !== undefined && { remedy: found[2] }) }
  if (wanted === 'data' && /^.{4}\0{4}\{/s.test(text))
    return { name: 'a safetensors file, as models are saved' }
  return archive(text) ?? binary(text) ?? textFile(start.subarray(0, FIRST_BYTES))
}

function archive(text: string): OtherFile | undefined {
  if (text.startsWith('ustar', 257)) return { name: 'a tar archive', remedy: UNPACK }
  if (!text.startsWith('PK\x03\x04')) return undefined
  // The name of the first file in it.
  const first = text.slice(30, 30 + text.charCodeAt(26))
  if (/(^|\/)(data\.pkl|\.format_version|\.data\/)/.test(first))
    return { name: 'a PyTorch model (a ZIP archive)' }
  if (first.endsWith('.npy')) return { name: 'an archive of NumPy arrays' }
  return { name: 'a ZIP archive', remedy: UNPACK }
}

function binary(text: string): OtherFile | undefined {
  if (/^BM.{4}\0{4}/s.test(text)) return { name: 'a BMP picture' }
  if (/^RIFF.{4}WEBP/s.test(text)) return { name: 'a WebP picture' }
  const [, brand] = /^\0{3}.ftyp(avif|hei[cx]|mif1)/s.exec(text) ?? []
  if (brand !== undefined) return { name: brand === 'avif' ? 'an AVIF picture' : 'a HEIC picture' }
  return /^\0{16}/.test(text)
    ? { name: 'a file that begins with zeros alone', remedy: 'Get it again' }
    : undefined
}

/** A text, in UTF-8 up to a character that may be cut. */
function textFile(start: Uint8Array): OtherFile | undefined {
  const text = decoded(start)
  if (text === undefined || /[^\P{Cc}\t\n\r\f]/u.test(text)) return undefined
  const line = text.trim().split(/[\r\n]/, 1)[0] ?? ''
  if (/^<(!doctype html|html|head|body)\b/i.test(line)) return { name: 'a page of HTML', remedy: DOWNLOAD }
  if (line.startsWith('<')) return { name: 'a text in XML or HTML', remedy: DOWNLOAD }
  const shown = line.length > SHOWN ? `${line.slice(0, SHOWN)}...` : line
  return {
    name: `${/^[[{]/.test(line) ? 'a text in JSON' : 'a text'} that begins with ${JSON.stringify(shown)}`,
  }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}
