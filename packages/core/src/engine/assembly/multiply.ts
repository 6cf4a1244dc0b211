import { multiplyPacked } from './multiply-packed'
import { addProduct, splatAt } from './vector'

/** Bytes that fit the first-level cache beside everything else: larger products are worth packing. */
const CACHE: usize = 16384
const MANY_ROWS: usize = 16

/**
 * C = I + A B, each sum in ascending order of the inner index and begun with I. Rows of B, C and I are whole
 * vectors; the numbers of A are `aRow` bytes apart from row to row and `aColumn` within one, so that A may be
 * a transposed matrix. `iRow` = 0 takes the same row of I for all. Large products use `panels`, of as many
 * bytes as layout.ts says.
 */
export function multiply<T>(
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
  if (rows >= MANY_ROWS && inner * bRow > CACHE)
    multiplyPacked<T>(a, aRow, aColumn, b, bRow, c, cRow, i, iRow, rows, inner, rowBytes, panels)
  else multiplyAsIs<T>(a, aRow, aColumn, b, bRow, c, cRow, i, iRow, rows, inner, rowBytes)
}

/** The same product without packing, for any sizes. */
export function multiplyAsIs<T>(
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
): void {
  let column: usize = 0
  for (; column + 32 <= rowBytes; column += 32) {
    let m: usize = 0
    for (; m + 4 <= rows; m += 4)
      block4x2<T>(
        a + m * aRow,
        aRow,
        aColumn,
        b + column,
        bRow,
        c + m * cRow + column,
        cRow,
        i + m * iRow + column,
        iRow,
        inner,
      )
    for (; m < rows; m++)
      block1x2<T>(
        a + m * aRow,
        aColumn,
        b + column,
        bRow,
        c + m * cRow + column,
        i + m * iRow + column,
        inner,
      )
  }
  if (column < rowBytes) {
    let m: usize = 0
    for (; m + 4 <= rows; m += 4)
      block4x1<T>(
        a + m * aRow,
        aRow,
        aColumn,
        b + column,
        bRow,
        c + m * cRow + column,
        cRow,
        i + m * iRow + column,
        iRow,
        inner,
      )
    for (; m < rows; m++)
      block1x1<T>(
        a + m * aRow,
        aColumn,
        b + column,
        bRow,
        c + m * cRow + column,
        i + m * iRow + column,
        inner,
      )
  }
}

function block4x2<T>(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  i: usize,
  iRow: usize,
  inner: usize,
): void {
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
  let a1 = a + aRow
  let a2 = a1 + aRow
  let a3 = a2 + aRow
  for (; inner > 0; inner--) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16)
    b += bRow
    const x0 = splatAt<T>(a)
    s00 = addProduct<T>(s00, x0, b0)
    s01 = addProduct<T>(s01, x0, b1)
    const x1 = splatAt<T>(a1)
    s10 = addProduct<T>(s10, x1, b0)
    s11 = addProduct<T>(s11, x1, b1)
    const x2 = splatAt<T>(a2)
    s20 = addProduct<T>(s20, x2, b0)
    s21 = addProduct<T>(s21, x2, b1)
    const x3 = splatAt<T>(a3)
    s30 = addProduct<T>(s30, x3, b0)
    s31 = addProduct<T>(s31, x3, b1)
    a += aColumn
    a1 += aColumn
    a2 += aColumn
    a3 += aColumn
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

function block1x2<T>(
  a: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  i: usize,
  inner: usize,
): void {
  let s0 = v128.load(i),
    s1 = v128.load(i, 16)
  for (; inner > 0; inner--) {
    const x = splatAt<T>(a)
    s0 = addProduct<T>(s0, x, v128.load(b))
    s1 = addProduct<T>(s1, x, v128.load(b, 16))
    a += aColumn
    b += bRow
  }
  v128.store(c, s0)
  v128.store(c, s1, 16)
}

function block4x1<T>(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  i: usize,
  iRow: usize,
  inner: usize,
): void {
  let s0 = v128.load(i),
    s1 = v128.load(i + iRow),
    s2 = v128.load(i + 2 * iRow),
    s3 = v128.load(i + 3 * iRow)
  let a1 = a + aRow
  let a2 = a1 + aRow
  let a3 = a2 + aRow
  for (; inner > 0; inner--) {
    const b0 = v128.load(b)
    s0 = addProduct<T>(s0, splatAt<T>(a), b0)
    s1 = addProduct<T>(s1, splatAt<T>(a1), b0)
    s2 = addProduct<T>(s2, splatAt<T>(a2), b0)
    s3 = addProduct<T>(s3, splatAt<T>(a3), b0)
    b += bRow
    a += aColumn
    a1 += aColumn
    a2 += aColumn
    a3 += aColumn
  }
  v128.store(c, s0)
  v128.store(c + cRow, s1)
  v128.store(c + 2 * cRow, s2)
  v128.store(c + 3 * cRow, s3)
}

function block1x1<T>(
  a: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  i: usize,
  inner: usize,
): void {
  let s = v128.load(i)
  for (; inner > 0; inner--) {
    s = addProduct<T>(s, splatAt<T>(a), v128.load(b))
    a += aColumn
    b += bRow
  }
  v128.store(c, s)
}
