// A block holds its sums or deltas in registers. The sizes of types stand for how many rows it has, and how
// many vectors a row, so that the compiler leaves out what it does not have.

export type One = u8
export type Two = u16
export type Four = u32
export type Eight = u64

/** Bytes of a vector. */
export const VECTOR: usize = 16

/** Whether a block with as many rows, or vectors a row, as Size says has the last of Least. */
export function has<Size, Least>(): bool {
  return sizeof<Size>() >= sizeof<Least>()
}

/** sum + a * b, rounded twice: never fused. */
export function addProduct(sum: v128, a: v128, b: v128): v128 {
  return v128.add<Real>(sum, v128.mul<Real>(a, b))
}

/** The number at an address, in every lane. */
export function splatAt(address: usize): v128 {
  return sizeof<Real>() == 8 ? v128.load64_splat(address) : v128.load32_splat(address)
}

/** Room for the rows of a block that was turned. */
export const turned = memory.data(64)

/** Writes the columns of a block of four rows, of 32 bits a number, as rows into `turned`. */
export function turn(r0: v128, r1: v128, r2: v128, r3: v128): void {
  const a = v128.shuffle<u32>(r0, r1, 0, 4, 1, 5),
    b = v128.shuffle<u32>(r2, r3, 0, 4, 1, 5)
  v128.store(turned, v128.shuffle<u64>(a, b, 0, 2))
  v128.store(turned, v128.shuffle<u64>(a, b, 1, 3), 16)
  const c = v128.shuffle<u32>(r0, r1, 2, 6, 3, 7),
    d = v128.shuffle<u32>(r2, r3, 2, 6, 3, 7)
  v128.store(turned, v128.shuffle<u64>(c, d, 0, 2), 32)
  v128.store(turned, v128.shuffle<u64>(c, d, 1, 3), 48)
}

/**
 * Operands of C = I + A B. Rows of B, C and I are whole vectors. All but the addresses, `rows` and `inner`
 * are in bytes.
 */
@unmanaged
export class Product {
  rows: usize
  /** Terms of a sum. */
  inner: usize
  /** The width of C. */
  rowBytes: usize
  a: usize
  /** From row to row of A, and from number to number within one: A may be a transposed matrix. */
  aRow: usize
  aColumn: usize
  b: usize
  bRow: usize
  c: usize
  cRow: usize
  i: usize
  /** 0 takes the same row of I for all. */
  iRow: usize

  size(rows: usize, inner: usize, rowBytes: usize): void {
    this.rows = rows
    this.inner = inner
    this.rowBytes = rowBytes
  }

  left(a: usize, aRow: usize, aColumn: usize): void {
    this.a = a
    this.aRow = aRow
    this.aColumn = aColumn
  }

  right(b: usize, bRow: usize): void {
    this.b = b
    this.bRow = bRow
  }

  start(i: usize, iRow: usize): void {
    this.i = i
    this.iRow = iRow
  }

  result(c: usize, cRow: usize): void {
    this.c = c
    this.cRow = cRow
  }
}

/** A block of R rows and W vectors of C, from the rows of A at a and the columns of B at b. */
export function multiplyBlock<R, W>(product: Product, a: usize, b: usize, c: usize, i: usize): void {
  const aRow = product.aRow,
    aColumn = product.aColumn,
    bRow = product.bRow,
    cRow = product.cRow,
    iRow = product.iRow
  let s00 = v128.load(i)
  let s01 = s00,
    s10 = s00,
    s11 = s00,
    s20 = s00,
    s21 = s00,
    s30 = s00,
    s31 = s00
  if (has<W, Two>()) s01 = v128.load(i, 16)
  if (has<R, Four>()) {
    i += iRow
    s10 = v128.load(i)
    if (has<W, Two>()) s11 = v128.load(i, 16)
    i += iRow
    s20 = v128.load(i)
    if (has<W, Two>()) s21 = v128.load(i, 16)
    i += iRow
    s30 = v128.load(i)
    if (has<W, Two>()) s31 = v128.load(i, 16)
  }
  let a1 = a + aRow
  let a2 = a1 + aRow
  let a3 = a2 + aRow
  for (let inner = product.inner; inner > 0; inner--) {
    const b0 = v128.load(b)
    let b1 = b0
    if (has<W, Two>()) b1 = v128.load(b, 16)
    const x0 = splatAt(a)
    s00 = addProduct(s00, x0, b0)
    if (has<W, Two>()) s01 = addProduct(s01, x0, b1)
    if (has<R, Four>()) {
      const x1 = splatAt(a1)
      s10 = addProduct(s10, x1, b0)
      if (has<W, Two>()) s11 = addProduct(s11, x1, b1)
      const x2 = splatAt(a2)
      s20 = addProduct(s20, x2, b0)
      if (has<W, Two>()) s21 = addProduct(s21, x2, b1)
      const x3 = splatAt(a3)
      s30 = addProduct(s30, x3, b0)
      if (has<W, Two>()) s31 = addProduct(s31, x3, b1)
      a1 += aColumn
      a2 += aColumn
      a3 += aColumn
    }
    a += aColumn
    b += bRow
  }
  v128.store(c, s00)
  if (has<W, Two>()) v128.store(c, s01, 16)
  if (has<R, Four>()) {
    c += cRow
    v128.store(c, s10)
    if (has<W, Two>()) v128.store(c, s11, 16)
    c += cRow
    v128.store(c, s20)
    if (has<W, Two>()) v128.store(c, s21, 16)
    c += cRow
    v128.store(c, s30)
    if (has<W, Two>()) v128.store(c, s31, 16)
  }
}
