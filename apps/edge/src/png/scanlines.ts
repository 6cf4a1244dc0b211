import type { Header } from './header.ts'
import { type Pass, passesOf } from './passes.ts'
import { unfilter } from './unfilter.ts'

/** A row of a pass, its filter undone. It is only lent: the next row overwrites it. */
export type TakeRow = (pass: Pass, y: number, row: Uint8Array) => void

/** Cuts the inflated bytes of a picture, however they come, into rows. Never holds more than two. */
export class Scanlines {
  readonly #passes: readonly Pass[]
  /** Bytes a pixel, at least 1. */
  readonly #step: number
  readonly #take: TakeRow
  #pass = 0
  #y = 0
  #filled = 0
  /** The row that is being filled, with the byte of its filter before it. */
  #line = new Uint8Array(0)
  #above = new Uint8Array(0)
  /** Bytes of all rows, with those of their filters. */
  readonly size: number

  constructor(header: Header, take: TakeRow) {
    this.#passes = passesOf(header)
    this.#step = Math.max(1, (header.channels * header.depth) / 8)
    this.#take = take
    this.size = this.#passes.reduce((sum, { height, rowBytes }) => sum + height * (1 + rowBytes), 0)
    this.#startPass()
  }

  /** Takes the bytes that follow; what comes after the last row is left alone. @throws PictureError for an unknown filter */
  push(bytes: Uint8Array): void {
    let rest = bytes
    while (rest.length > 0 && this.#pass < this.#passes.length) {
      const part = rest.subarray(0, this.#line.length - this.#filled)
      this.#line.set(part, this.#filled)
      this.#filled += part.length
      rest = rest.subarray(part.length)
      if (this.#filled === this.#line.length) this.#endRow()
    }
  }

  #endRow(): void {
    const pass = this.#passes[this.#pass]
    if (!pass) return
    const row = this.#line.subarray(1)
    unfilter(this.#line[0] ?? 0, row, this.#above.subarray(1), this.#step)
    this.#take(pass, this.#y, row)
    this.#filled = 0
    const freed = this.#above
    this.#above = this.#line
    this.#line = freed
    this.#y++
    if (this.#y < pass.height) return
    this.#pass++
    this.#startPass()
  }

  #startPass(): void {
    const length = 1 + (this.#passes[this.#pass]?.rowBytes ?? 0)
    this.#line = new Uint8Array(length)
    this.#above = new Uint8Array(length)
    this.#y = 0
  }
}
