import { multiplyAsIs } from './multiply'
import { addProduct, splatAt } from './vector'

/**
 * Rows of A whose copy fits the second-level cache, and terms of a sum at a time, with which two columns of B
 * stay in the first-level cache.
 */
const ROWS: usize = 128
const DEPTH: usize = 256
/** Two vectors: the columns of a block. */
const WIDTH: usize = 32

/**
 * As multiply, for large products (Goto and van de Geijn, Anatomy of high-performance matrix multiplication):
 * blocks of A and of B are copied into the order in which they are read. A sum that takes more than DEPTH
 * terms goes on where C holds it: its order, and so its bits, stay.
 */
export function multiplyPacked<T>(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  i: usize,
  iRow: usize,
  rows: usize,
  inner: usize,
  rowBytes: usize,
  panels: usize,
): void {
  const fours = rows & ~3
  const pairs = rowBytes & ~(WIDTH - 1)
  for (let k: usize = 0; k < inner; k += DEPTH) {
    const depth = min(DEPTH, inner - k)
    const columns = b + k * bRow
    const isFirst = k == 0
    const start = isFirst ? i : c
    const startRow = isFirst ? iRow : cRow
    for (let m: usize = 0; m < fours; m += ROWS) {
      const top = a + m * aRow + k * aColumn
      multiplyRows<T>(
        top,
        aRow,
        aColumn,
        columns,
        bRow,
        c + m * cRow,
        cRow,
        start + m * startRow,
        startRow,
        min(ROWS, fours - m),
        depth,
        pairs,
        panels,
      )
    }
    // The rest beside whole blocks: a vector at the right, up to three rows at the bottom.
    const left = a + k * aColumn
    multiplyAsIs<T>(
      left,
      aRow,
      aColumn,
      columns + pairs,
      bRow,
      c + pairs,
      cRow,
      start + pairs,
      startRow,
      fours,
      depth,
      rowBytes - pairs,
    )
    multiplyAsIs<T>(
      left + fours * aRow,
      aRow,
      aColumn,
      columns,
      bRow,
      c + fours * cRow,
      cRow,
      start + fours * startRow,
      startRow,
      rows - fours,
      depth,
      rowBytes,
    )
  }
}

/** For whole blocks of four rows and two vectors. */
function multiplyRows<T>(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  i: usize,
  iRow: usize,
  rows: usize,
  depth: usize,
  rowBytes: usize,
  panels: usize,
): void {
  const fours = panels + DEPTH * WIDTH
  packRows<T>(a, aRow, aColumn, rows, depth, fours)
  for (let column: usize = 0; column < rowBytes; column += WIDTH) {
    packColumns(b + column, bRow, depth, panels)
    let four = fours
    for (let m: usize = 0; m < rows; m += 4) {
      block<T>(four, panels, c + m * cRow + column, cRow, i + m * iRow + column, iRow, depth)
      four += 4 * depth * sizeof<T>()
    }
  }
}

/** Copies rows of A four at a time: the four numbers of each column side by side. */
function packRows<T>(a: usize, aRow: usize, aColumn: usize, rows: usize, depth: usize, to: usize): void {
  for (let m: usize = 0; m < rows; m += 4) {
    let from = a + m * aRow
    for (let k: usize = 0; k < depth; k++) {
      store<T>(to, load<T>(from))
      store<T>(to + sizeof<T>(), load<T>(from + aRow))
      store<T>(to + 2 * sizeof<T>(), load<T>(from + 2 * aRow))
      store<T>(to + 3 * sizeof<T>(), load<T>(from + 3 * aRow))
      from += aColumn
      to += 4 * sizeof<T>()
    }
  }
}

function packColumns(b: usize, bRow: usize, depth: usize, to: usize): void {
  for (; depth > 0; depth--) {
    v128.store(to, v128.load(b))
    v128.store(to, v128.load(b, 16), 16)
    b += bRow
    to += WIDTH
  }
}

/** Four rows and two vectors of C, from packed A and B. */
function block<T>(a: usize, b: usize, c: usize, cRow: usize, i: usize, iRow: usize, depth: usize): void {
  let s00 = v128.load(i),
    s01 = v128.load(i, 16)
  i += iRow
  let s10 = v128.load(i),
    s11 = v128.load(i, 16)
  i += iRow
  let s20 = v128.load(i),
    s21 = v128.load(i, 16)
  i += iRow
  let s30 = v128.load(i),
    s31 = v128.load(i, 16)
  for (; depth > 0; depth--) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16)
    const x0 = splatAt<T>(a)
    s00 = addProduct<T>(s00, x0, b0)
    s01 = addProduct<T>(s01, x0, b1)
    const x1 = splatAt<T>(a + sizeof<T>())
    s10 = addProduct<T>(s10, x1, b0)
    s11 = addProduct<T>(s11, x1, b1)
    const x2 = splatAt<T>(a + 2 * sizeof<T>())
    s20 = addProduct<T>(s20, x2, b0)
    s21 = addProduct<T>(s21, x2, b1)
    const x3 = splatAt<T>(a + 3 * sizeof<T>())
    s30 = addProduct<T>(s30, x3, b0)
    s31 = addProduct<T>(s31, x3, b1)
    a += 4 * sizeof<T>()
    b += WIDTH
  }
  v128.store(c, s00)
  v128.store(c, s01, 16)
  c += cRow
  v128.store(c, s10)
  v128.store(c, s11, 16)
  c += cRow
  v128.store(c, s20)
  v128.store(c, s21, 16)
  c += cRow
  v128.store(c, s30)
  v128.store(c, s31, 16)
}
