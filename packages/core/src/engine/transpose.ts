/** Entries of a side of a tile: its rows and columns both stay in the cache. */
const TILE = 16

/** to[c * toStride + r] = from[r * fromStride + c] for r < rows and c < cols, a tile at a time. */
export function transposeInto(
  from: Float64Array,
  fromStride: number,
  to: Float64Array,
  toStride: number,
  rows: number,
  cols: number,
): void {
  for (let row = 0; row < rows; row += TILE) {
    const lastRow = Math.min(row + TILE, rows)
    for (let col = 0; col < cols; col += TILE) {
      const lastCol = Math.min(col + TILE, cols)
      for (let r = row; r < lastRow; r++) {
        for (let c = col; c < lastCol; c++) to[c * toStride + r] = from[r * fromStride + c] ?? 0
      }
    }
  }
}
