/** Places of the pixels of a stored picture in the upright one: pixel (x, y) at start + x * across + y * down. */
export interface Upright {
  /** Sides of the upright picture. */
  readonly width: number
  readonly height: number
  readonly start: number
  readonly across: number
  readonly down: number
}

/** The places for an orientation of 1 .. 8, of a stored picture of these sides. Source: Exif 2.32, tag 274. */
export function uprightOf(orientation: number, width: number, height: number): Upright {
  const isTurned = orientation >= 5
  const sides = isTurned ? { width: height, height: width } : { width, height }
  const across = (isTurned ? sides.width : 1) * ([2, 3, 7, 8].includes(orientation) ? -1 : 1)
  const down = (isTurned ? 1 : sides.width) * ([3, 4, 6, 7].includes(orientation) ? -1 : 1)
  const start = Math.max(0, -across) * (width - 1) + Math.max(0, -down) * (height - 1)
  return { ...sides, start, across, down }
}

/** Tag of the orientation, and the type of its value: an integer of two bytes. */
const ORIENTATION = 274
const SHORT = 3
/** Bytes of an entry of a directory. */
const ENTRY = 12

/** The orientation, 1 .. 8, that Exif data (a TIFF file without a picture) tell; 1 if they are damaged, or tell none. */
export function orientationOf(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  if (tiff.length < 8) return 1
  const order = view.getUint16(0)
  const isLittle = order === 0x4949
  if ((!isLittle && order !== 0x4d4d) || view.getUint16(2, isLittle) !== 42) return 1
  const directory = view.getUint32(4, isLittle)
  if (directory + 2 > tiff.length) return 1
  const room = Math.floor((tiff.length - directory - 2) / ENTRY)
  const entries = Math.min(room, view.getUint16(directory, isLittle))
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + i * ENTRY
    if (view.getUint16(at, isLittle) !== ORIENTATION) continue
    const value = view.getUint16(at + 8, isLittle)
    return view.getUint16(at + 2, isLittle) === SHORT && value >= 1 && value <= 8 ? value : 1
  }
  return 1
}
