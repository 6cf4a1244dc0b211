import { readFileSync } from 'node:fs'

/** A JPEG file by libjpeg, with the SHA-256 of its grey values: test/goldens/jpeg.py makes them. */
export interface JpegGolden {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly sha256: string
  readonly bytes: Uint8Array
}

const stored: readonly (Omit<JpegGolden, 'bytes'> & { readonly file: string })[] = JSON.parse(
  readFileSync(new URL('jpeg-files.json', import.meta.url), 'utf8'),
)

export const jpegGoldens: readonly JpegGolden[] = stored.map(({ file, ...golden }) => ({
  ...golden,
  bytes: Uint8Array.from(Buffer.from(file, 'base64')),
}))

/** The file of that name. */
export function jpegFile(name: string): Uint8Array {
  const golden = jpegGoldens.find(each => each.name === name)
  if (!golden) throw new Error(`no JPEG golden is called ${name}`)
  return golden.bytes
}

/** A segment of a file: its marker's second byte, and its content. */
export type Segment = readonly [marker: number, content: Uint8Array]

/** The segments of a file before its first scan, and the rest of it. */
export function segmentsOf(file: Uint8Array): { readonly segments: Segment[]; readonly rest: Uint8Array } {
  const segments: Segment[] = []
  let at = 2
  while (file[at + 1] !== 0xda) {
    const length = 256 * (file[at + 2] ?? 0) + (file[at + 3] ?? 0)
    segments.push([file[at + 1] ?? 0, file.slice(at + 4, at + 2 + length)])
    at += 2 + length
  }
  return { segments, rest: file.slice(at) }
}

/** A file of these segments. */
export function jpegOf(segments: readonly Segment[], rest: Uint8Array): Uint8Array {
  const parts = segments.flatMap(([marker, content]) => {
    const length = content.length + 2
    return [Uint8Array.of(0xff, marker, length >> 8, length & 255), content]
  })
  return Uint8Array.from(Buffer.concat([Uint8Array.of(0xff, 0xd8), ...parts, rest]))
}
