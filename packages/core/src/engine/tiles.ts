type Numbers = Float64Array | Float32Array

/** Entries of a side of a tile: its rows and columns both stay in the cache. */
const TILE = 16

/** Visits every entry of a matrix a tile at a time, as a transposition wants it. */
export function eachTiled(rows: number, cols: number, visit: (row: number, col: number) => void): void {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows)
    for (let left = 0; left < cols; left += TILE) {
      const right = Math.min(left + TILE, cols)
      for (let row = top; row < bottom; row++) {
        for (let col = left; col < right; col++) visit(row, col)
      }
    }
  }
}

/** Writes the rows x cols matrix `from`, whose rows are `stride` apart, into `to` the other way round. Quicker than a call an entry. */
export function transposeTiled(
  from: Numbers,
  stride: number,
  rows: number,
  cols: number,
  to: Numbers,
  toStride: number,
): void {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows)
    for (let left = 0; left < cols; left += TILE) {
      const right = Math.min(left + TILE, cols)
      for (let row = top; row < bottom; row++) {
        for (let col = left; col < right; col++) to[col * toStride + row] = from[row * stride + col]
      }
    }
  }
}
