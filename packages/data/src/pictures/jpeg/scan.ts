import { SLICE, type Sliced } from '../picture.ts'
import { BitReader } from './bits.ts'
import { inverseTransform } from './blocks.ts'
import type { Plane } from './greys.ts'
import { damaged, type Frame } from './header.ts'
import { type HuffmanTable, type Tables, ZIGZAG } from './tables.ts'

/** A component while its scans are read. */
export interface Progress extends Plane {
  /** Coefficients of its blocks, one after the other; of one block at a time, if the picture is not progressive. */
  readonly coefficients: Int16Array
  /** The quantisation table that was there at its first scan. */
  steps: Uint16Array | undefined
}

/** A component in a scan. */
interface Part {
  readonly of: Progress
  readonly dc: () => HuffmanTable
  readonly ac: () => HuffmanTable
  /** The DC coefficient of the block before. */
  before: number
}

/** Work for each byte of a scan, besides that for its samples: it may hold eight codes. */
const BYTE_WORK = 16

/** Coefficients that a scan brings: places from..to of the zigzag, and bits from `low` on. */
interface Band {
  readonly from: number
  readonly to: number
  /** Bits that stand below those of the scan before; 0 if this is the first. */
  readonly high: number
  readonly low: number
}

/**
 * Reads a scan: its header (B.2.3 of ITU-T T.81) and its pixels from `start` on.
 *
 * @param restartInterval MCUs from restart marker to restart marker; 0 for none.
 * @returns the place after it
 * @throws PictureError if anything about it is damaged
 */
export function* readScan(
  bytes: Uint8Array,
  start: number,
  header: Uint8Array,
  context: {
    readonly frame: Frame
    readonly components: readonly Progress[]
    readonly tables: Tables
    readonly restartInterval: number
  },
): Sliced<number> {
  const { frame, restartInterval } = context
  const { parts, band } = parseScan(header, context)
  const reader = new BitReader(bytes, start)
  const decoder = new BlockDecoder(reader, band, frame.isProgressive)
  const [alone] = parts
  const isAlone = parts.length === 1
  const columns = isAlone ? Math.ceil(alone.of.width / 8) : frame.mcuColumns
  const rows = isAlone ? Math.ceil(alone.of.height / 8) : frame.mcuRows
  const blocks = isAlone ? 1 : parts.reduce((sum, { of }) => sum + of.across * of.down, 0)
  let [done, work, counted] = [0, 0, start]
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (restartInterval > 0 && done > 0 && done % restartInterval === 0) {
        reader.restart((done / restartInterval - 1) % 8)
        decoder.restart()
        for (const part of parts) part.before = 0
      }
      if (isAlone) decoder.block(alone, column, row)
      else for (const part of parts) decodeUnit(decoder, part, column, row)
      done++
      work += 64 * blocks + BYTE_WORK * (reader.at - counted)
      counted = reader.at
      if (work < SLICE) continue
      yield work
      work = 0
    }
  }
  yield work
  return reader.at
}

/** The blocks of a component in one MCU. */
function decodeUnit(decoder: BlockDecoder, part: Part, column: number, row: number): void {
  const { across, down } = part.of
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) decoder.block(part, column * across + x, row * down + y)
  }
}

function parseScan(
  header: Uint8Array,
  {
    frame,
    components,
    tables,
  }: { readonly frame: Frame; readonly components: readonly Progress[]; readonly tables: Tables },
): { readonly parts: readonly [Part, ...Part[]]; readonly band: Band } {
  const [count = 0] = header
  if (count < 1 || count > 4 || header.length !== 4 + 2 * count) {
    throw damaged('has a scan of another length', '2 bytes for each of 1 .. 4 colours')
  }
  const [first, ...others] = Array.from({ length: count }, (_, i): Part => {
    const [id, numbers] = [header[1 + 2 * i], header[2 + 2 * i]]
    const of = components.find(component => component.id === id)
    if (!of) throw damaged('has a scan of a colour that its header lacks', 'one of its header')
    of.steps ??= tables.quantisation(of.quantisation)
    return {
      of,
      dc: () => tables.huffman(0, numbers >> 4),
      ac: () => tables.huffman(16, numbers & 15),
      before: 0,
    }
  })
  const parts = [first, ...others] as const
  const isDouble = new Set(parts.map(({ of }) => of)).size < count
  if (isDouble || (count > 1 && parts.reduce((sum, { of }) => sum + of.across * of.down, 0) > 10)) {
    throw damaged('has a scan of too many blocks', 'at most 10 a unit, and each colour once')
  }
  const [from = 0, to = 0, bits = 0] = header.subarray(1 + 2 * count)
  if (!frame.isProgressive) return { parts, band: { from: 0, to: 63, high: 0, low: 0 } }
  const [high, low] = [bits >> 4, bits & 15]
  const isBand = from === 0 ? to === 0 : count === 1 && from <= to && to <= 63
  if (!isBand || low > 13 || (high !== 0 && high !== low + 1)) {
    throw damaged('has a scan of coefficients that do not go together', 'those of DC, or a band of AC')
  }
  return { parts, band: { from, to, high, low } }
}

/** Decodes the blocks of a scan, one after the other. */
class BlockDecoder {
  readonly #reader: BitReader
  readonly #band: Band
  readonly #isProgressive: boolean
  /** Blocks that follow without anything new in the band. */
  #empty = 0

  constructor(reader: BitReader, band: Band, isProgressive: boolean) {
    this.#reader = reader
    this.#band = band
    this.#isProgressive = isProgressive
  }

  restart(): void {
    this.#empty = 0
  }

  block(part: Part, column: number, row: number): void {
    const { coefficients, columns, samples, stride, steps } = part.of
    if (!this.#isProgressive) {
      coefficients.fill(0)
      this.#dc(part, coefficients)
      this.#ac(part.ac(), coefficients)
      if (steps) inverseTransform(coefficients, steps, samples, 8 * (row * stride + column), stride)
      return
    }
    const { from, high } = this.#band
    const start = 64 * (row * columns + column)
    const own = coefficients.subarray(start, start + 64)
    if (from === 0) {
      if (high === 0) this.#dc(part, own)
      else if (this.#reader.bits(1) === 1) own[0] |= 1 << this.#band.low
    } else if (high === 0) this.#ac(part.ac(), own)
    else this.#refine(part.ac(), own)
  }

  /** The DC coefficient, as the difference from that of the block before (F.2.2.1). */
  #dc(part: Part, own: Int16Array): void {
    const size = this.#reader.code(part.dc())
    if (size > 15) throw badSize()
    part.before += this.#reader.signed(size)
    own[0] = part.before << this.#band.low
  }

  /** Runs of zeros and the coefficients that follow them (F.2.2.2, G.1.2.2). */
  #ac(table: HuffmanTable, own: Int16Array): void {
    const { from, to, low } = this.#band
    if (this.#empty > 0) {
      this.#empty--
      return
    }
    for (let k = Math.max(1, from); k <= to; k++) {
      const both = this.#reader.code(table)
      const run = both >> 4
      const size = both & 15
      if (size === 0 && run < 15) {
        if (this.#isProgressive) this.#empty = 2 ** run - 1 + this.#reader.bits(run)
        return
      }
      k += run
      if (size === 0) continue
      if (k > to) throw badSize()
      own[ZIGZAG[k]] = this.#reader.signed(size) << low
    }
  }

  /** One more bit of coefficients that are not 0, and those that no longer are (G.1.2.3). */
  #refine(table: HuffmanTable, own: Int16Array): void {
    const { from, to, low } = this.#band
    let k = from
    while (this.#empty === 0 && k <= to) {
      const both = this.#reader.code(table)
      const run = both >> 4
      const size = both & 15
      if (size > 1) throw badSize()
      if (size === 0 && run < 15) this.#empty = 2 ** run + this.#reader.bits(run)
      else {
        const value = size === 0 ? 0 : this.#reader.bits(1) === 1 ? 1 << low : -1 << low
        k = this.#refineUntil(own, k, run)
        if (value !== 0) {
          if (k > to) throw badSize()
          own[ZIGZAG[k]] = value
        }
        k++
      }
    }
    if (this.#empty === 0) return
    this.#refineUntil(own, k, 64)
    this.#empty--
  }

  /** Refines coefficients from place k on that are not 0; returns that of the 0 after `zeros` others, or the end. */
  #refineUntil(own: Int16Array, k: number, zeros: number): number {
    const { to, low } = this.#band
    let [place, left] = [k, zeros]
    for (; place <= to; place++) {
      const value = own[ZIGZAG[place]]
      if (value === 0) {
        if (left === 0) break
        left--
      } else if (this.#reader.bits(1) === 1 && (value & (1 << low)) === 0) {
        own[ZIGZAG[place]] = value + (value > 0 ? 1 << low : -1 << low)
      }
    }
    return place
  }
}

function badSize(): Error {
  return damaged('has pixels with a coefficient that cannot be', 'coefficients of its blocks')
}
