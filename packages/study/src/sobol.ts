/**
 * Sobol's sequence: points that fill a cube evenly, so that every 2 ** m of them, from a multiple of that on,
 * have one in each of 2 ** m equal intervals of every dimension (I. M. Sobol 1967). The direction numbers are
 * those of S. Joe and F. Y. Kuo 2008, "Constructing Sobol sequences with better two-dimensional projections"
 * (new-joe-kuo-6.21201, https://web.maths.unsw.edu.au/~fkuo/sobol/), the order that of Gray codes (I. A. Antonov
 * and V. M. Saleev 1979), as PyTorch and SciPy have them too.
 */

/** Most dimensions of a point. */
export const MOST_DIMENSIONS = 20

/** Bits of a coordinate. */
const BITS = 32

/** Inner coefficients of the primitive polynomial of each dimension from the second on, and its first numbers. */
const POLYNOMIALS: readonly (readonly [a: number, m: readonly number[]])[] = [
  [0, [1]],
  [1, [1, 3]],
  [1, [1, 3, 1]],
  [2, [1, 1, 1]],
  [1, [1, 1, 3, 3]],
  [4, [1, 3, 5, 13]],
  [2, [1, 1, 5, 5, 17]],
  [4, [1, 1, 5, 5, 5]],
  [7, [1, 1, 7, 11, 19]],
  [11, [1, 1, 5, 1, 1]],
  [13, [1, 1, 1, 3, 11]],
  [14, [1, 3, 5, 5, 31]],
  [1, [1, 3, 3, 9, 7, 49]],
  [13, [1, 1, 1, 15, 21, 21]],
  [16, [1, 3, 1, 13, 27, 49]],
  [19, [1, 1, 1, 15, 7, 5]],
  [22, [1, 3, 1, 15, 13, 25]],
  [25, [1, 1, 5, 5, 19, 61]],
  [1, [1, 3, 7, 11, 23, 15, 103]],
]

/** Direction numbers of all dimensions, as fractions of 2 ** 32. */
const DIRECTIONS: readonly (readonly number[])[] = [
  Array.from({ length: BITS }, (_, j) => (1 << (BITS - 1 - j)) >>> 0),
  ...POLYNOMIALS.map(([a, m]) => directionsOf(a, m)),
]

function directionsOf(a: number, m: readonly number[]): number[] {
  const degree = m.length
  const directions = m.map((number, j) => (number << (BITS - 1 - j)) >>> 0)
  while (directions.length < BITS) {
    // The oldest of the last ones counts twice, the others where the polynomial has their power.
    const word = directions.slice(-degree).reduce((word, direction, i) => {
      if (i === 0) return direction ^ (direction >>> degree)
      return (a >>> (i - 1)) & 1 ? word ^ direction : word
    }, 0)
    directions.push(word >>> 0)
  }
  return directions
}

/**
 * Coordinates of a point, as fractions of 2 ** 32.
 * @param k its number, 0 .. 2 ** 32 - 1 @param dimensions 1 .. {@link MOST_DIMENSIONS}
 */
export function sobolPoint(k: number, dimensions: number): number[] {
  const gray = k ^ (k >>> 1)
  return DIRECTIONS.slice(0, dimensions).map(directions => {
    const word = directions.reduce((word, direction, j) => ((gray >>> j) & 1 ? word ^ direction : word), 0)
    return word >>> 0
  })
}
