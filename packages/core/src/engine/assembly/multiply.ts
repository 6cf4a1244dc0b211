import { Four, multiplyBlock, One, Product, Two, VECTOR } from './block'

/** Bytes that fit the first-level cache beside everything else: larger products are worth packing. */
const CACHE: usize = 16384
const MANY_ROWS: usize = 16
/**
 * Rows of A whose copy fits the second-level cache, and terms of a sum at a time, with which two columns of B
 * stay in the first-level cache.
 */
const ROWS: usize = 128
const DEPTH: usize = 256
/** Columns of a block, in bytes. */
const WIDTH: usize = sizeof<Two>() * VECTOR

/**
 * C = I + A B, each sum in ascending order of the inner index and begun with I. Large products use `panels`,
 * of as many bytes as layout.ts says, and leave other operands behind.
 */
export function multiply(product: Product, panels: usize): void {
  if (product.rows >= MANY_ROWS && product.inner * product.bRow > CACHE) multiplyPacked(product, panels)
  else multiplyAsIs(product, 0, product.rows, 0)
}

/** The rows from .. to and the columns from `left` on without packing, for any sizes. */
function multiplyAsIs(product: Product, from: usize, to: usize, left: usize): void {
  const rowBytes = product.rowBytes
  let column = left
  for (; column + WIDTH <= rowBytes; column += WIDTH) multiplyColumns<Two>(product, from, to, column)
  if (column < rowBytes) multiplyColumns<One>(product, from, to, column)
}

function multiplyColumns<W>(product: Product, from: usize, to: usize, column: usize): void {
  let m = from
  for (; m + sizeof<Four>() <= to; m += sizeof<Four>()) multiplyAt<Four, W>(product, m, column)
  for (; m < to; m++) multiplyAt<One, W>(product, m, column)
}

function multiplyAt<R, W>(product: Product, m: usize, column: usize): void {
  const a = product.a + m * product.aRow
  const c = product.c + m * product.cRow + column
  const i = product.i + m * product.iRow + column
  multiplyBlock<R, W>(product, a, product.b + column, c, i)
}

/**
 * For large products (Goto and van de Geijn, Anatomy of high-performance matrix multiplication): blocks of A
 * and of B are copied into the order in which they are read. A sum that takes more than DEPTH terms goes on
 * where C holds it: its order, and so its bits, stay.
 */
function multiplyPacked(product: Product, panels: usize): void {
  const fours = product.rows & ~(sizeof<Four>() - 1)
  const pairs = product.rowBytes & ~(WIDTH - 1)
  for (let left = product.inner; left > 0; left -= product.inner) {
    product.inner = min(DEPTH, left)
    for (let m: usize = 0; m < fours; m += ROWS) multiplyRows(product, m, min(m + ROWS, fours), pairs, panels)
    // The rest beside whole blocks: a vector at the right, up to three rows at the bottom.
    multiplyAsIs(product, 0, fours, pairs)
    multiplyAsIs(product, fours, product.rows, 0)
    product.left(product.a + DEPTH * product.aColumn, product.aRow, product.aColumn)
    product.right(product.b + DEPTH * product.bRow, product.bRow)
    product.start(product.c, product.cRow)
  }
}

const packed = changetype<Product>(memory.data(offsetof<Product>()))

/** The rows from .. to and the first columns, in whole blocks of four rows and two vectors. */
function multiplyRows(product: Product, from: usize, to: usize, columns: usize, panels: usize): void {
  const fours = panels + DEPTH * WIDTH
  const fourBytes = sizeof<Four>() * sizeof<Real>()
  packRows(product, from, to, fours)
  packed.inner = product.inner
  packed.left(fours, sizeof<Real>(), fourBytes)
  packed.right(panels, WIDTH)
  packed.start(product.i, product.iRow)
  packed.result(product.c, product.cRow)
  for (let column: usize = 0; column < columns; column += WIDTH) {
    packColumns(product, column, panels)
    let four = fours
    for (let m = from; m < to; m += sizeof<Four>()) {
      const c = product.c + m * product.cRow + column
      const i = product.i + m * product.iRow + column
      multiplyBlock<Four, Two>(packed, four, panels, c, i)
      four += product.inner * fourBytes
    }
  }
}

/** Copies rows of A four at a time: the four numbers of each column side by side. */
function packRows(product: Product, from: usize, to: usize, panel: usize): void {
  const aRow = product.aRow,
    aColumn = product.aColumn,
    inner = product.inner
  for (let m = from; m < to; m += sizeof<Four>()) {
    let a = product.a + m * aRow
    for (let k: usize = 0; k < inner; k++) {
      store<Real>(panel, load<Real>(a))
      store<Real>(panel + sizeof<Real>(), load<Real>(a + aRow))
      store<Real>(panel + 2 * sizeof<Real>(), load<Real>(a + 2 * aRow))
      store<Real>(panel + 3 * sizeof<Real>(), load<Real>(a + 3 * aRow))
      a += aColumn
      panel += 4 * sizeof<Real>()
    }
  }
}

function packColumns(product: Product, column: usize, panel: usize): void {
  const bRow = product.bRow
  let b = product.b + column
  for (let k = product.inner; k > 0; k--) {
    v128.store(panel, v128.load(b))
    v128.store(panel, v128.load(b, 16), 16)
    b += bRow
    panel += WIDTH
  }
}
