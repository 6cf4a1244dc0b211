import { acrossOf, FRACTIONS, SPACING, Work } from './work'

const SIZE: i32 = 1 << SPACING

/** The image with its strokes thickened, or thinned: it may be the other one. */
export function thicken(work: Work): usize {
  const rowBytes: usize = 1 << work.stride
  let image: usize = work.image,
    other: usize = work.spare
  const growth = work.growth
  const grows = growth > 0
  for (let rest = abs(growth); rest > 0; rest -= 256) {
    const share = i16x8.splat(<i16>min(rest, 256))
    for (let row: usize = rowBytes; row < rowBytes * (work.rows + 1); row += rowBytes) {
      for (let col: usize = 0; col < work.cols; col += 16) {
        const at = image + row + col
        const before = v128.load(at)
        let best = stronger(before, v128.load(at - 1), grows)
        best = stronger(best, v128.load(at, 1), grows)
        best = stronger(best, v128.load(at - rowBytes), grows)
        best = stronger(best, v128.load(at + rowBytes), grows)
        const change = grows ? i8x16.sub(best, before) : i8x16.sub(before, best)
        const part = i8x16.narrow_i16x8_u(
          partOf(i16x8.extend_low_i8x16_u(change), share),
          partOf(i16x8.extend_high_i8x16_u(change), share),
        )
        const after = grows ? i8x16.add(before, part) : i8x16.sub(before, part)
        v128.store(other + row + col, v128.and(after, v128.load(work.mask + col)))
      }
    }
    const swapped = image
    image = other
    other = swapped
    if (grows) {
      work.left = max(work.left - 1, 0)
      work.top = max(work.top - 1, 0)
      work.end = min(work.end + 1, <i32>work.cols - 1)
      work.bottom = min(work.bottom + 1, <i32>work.rows - 1)
    }
  }
  return image
}

function stronger(one: v128, another: v128, grows: bool): v128 {
  return grows ? i8x16.max_u(one, another) : i8x16.min_u(one, another)
}

/** share / 256 of bytes, rounded. */
function partOf(bytes: v128, share: v128): v128 {
  return i16x8.shr_u(i16x8.add(i16x8.mul(bytes, share), i16x8.splat(128)), 8)
}

/** Writes the distorted image into the result, four pixels at a time. */
export function transform(work: Work, image: usize): void {
  const cols = work.cols,
    rows = work.rows,
    stride = work.stride
  const a = work.a,
    b = work.b,
    c = work.c,
    d = work.d
  // Places are kept within a pixel of the ink: there is none at the edge of that box, nor beyond.
  const leftmost = i32x4.splat((work.left - 1) << FRACTIONS),
    rightmost = i32x4.splat((work.end + 1) << FRACTIONS)
  const upmost = i32x4.splat((work.top - 1) << FRACTIONS),
    downmost = i32x4.splat((work.bottom + 1) << FRACTIONS)
  const ascending = i32x4(0, 1, 2, 3)
  const stepX = i32x4.splat(4 * a),
    stepY = i32x4.splat(4 * c)
  const origin = i32x4.splat(<i32>image + (1 << stride))
  const isElastic = work.elastic != 0
  let into: usize = work.result
  const x = -2 * work.right - (<i32>cols - 1)
  for (let row: u32 = 0; row < rows; row++) {
    const y = 2 * (<i32>row - work.down) - (<i32>rows - 1)
    let xs = i32x4.splat(((a * x + b * y) >> 1) + ((<i32>cols - 1) << (FRACTIONS - 1)))
    let ys = i32x4.splat(((c * x + d * y) >> 1) + ((<i32>rows - 1) << (FRACTIONS - 1)))
    xs = i32x4.add(xs, i32x4.mul(i32x4.splat(a), ascending))
    ys = i32x4.add(ys, i32x4.mul(i32x4.splat(c), ascending))
    if (isElastic) blendNodes(work, row)
    let moveX = i32x4.splat(0),
      moveY = moveX,
      slopeX = moveX,
      slopeY = moveX
    for (let col: u32 = 0; col < cols; col += 4) {
      let placeX = xs,
        placeY = ys
      if (isElastic) {
        if (col & 4) {
          moveX = i32x4.add(moveX, i32x4.shl(slopeX, 2))
          moveY = i32x4.add(moveY, i32x4.shl(slopeY, 2))
        } else {
          const node: usize = work.rowMoves + col
          slopeX = slopeFrom(node)
          slopeY = slopeFrom(node + 4)
          moveX = movesFrom(node, slopeX)
          moveY = movesFrom(node + 4, slopeY)
        }
        placeX = i32x4.add(placeX, i32x4.shr_s(moveX, 2 * SPACING))
        placeY = i32x4.add(placeY, i32x4.shr_s(moveY, 2 * SPACING))
      }
      xs = i32x4.add(xs, stepX)
      ys = i32x4.add(ys, stepY)
      const insideX = i32x4.min_s(i32x4.max_s(placeX, leftmost), rightmost)
      const insideY = i32x4.min_s(i32x4.max_s(placeY, upmost), downmost)
      const isInside = v128.and(i32x4.eq(insideX, placeX), i32x4.eq(insideY, placeY))
      const ink = v128.any_true(isInside) ? inkOf(origin, stride, insideX, insideY) : i32x4.splat(0)
      // The next row overwrites what lies behind the end of this one.
      v128.store32_lane(into + col, ink, 0)
    }
    into += cols
  }
}

/** Bytes of four places, given in 65,536ths of a pixel. */
function inkOf(origin: v128, stride: u32, x: v128, y: v128): v128 {
  const pixels = i32x4.add(
    origin,
    i32x4.add(i32x4.shl(i32x4.shr_s(y, FRACTIONS), stride), i32x4.shr_s(x, FRACTIONS)),
  )
  const p0: usize = i32x4.extract_lane(pixels, 0),
    p1: usize = i32x4.extract_lane(pixels, 1)
  const p2: usize = i32x4.extract_lane(pixels, 2),
    p3: usize = i32x4.extract_lane(pixels, 3)
  const below: usize = 1 << stride
  let bytes = v128.load16_lane(p0, i32x4.splat(0), 0)
  bytes = v128.load16_lane(p1, bytes, 1)
  bytes = v128.load16_lane(p2, bytes, 2)
  bytes = v128.load16_lane(p3, bytes, 3)
  bytes = v128.load16_lane(p0 + below, bytes, 4)
  bytes = v128.load16_lane(p1 + below, bytes, 5)
  bytes = v128.load16_lane(p2 + below, bytes, 6)
  bytes = v128.load16_lane(p3 + below, bytes, 7)
  const fraction = i32x4.splat(255)
  const u = v128.and(i32x4.shr_u(x, 8), fraction),
    v = v128.and(i32x4.shr_u(y, 8), fraction)
  // 256 - u for the left pixel, u for the right one.
  const shares = i32x4.sub(i32x4.add(i32x4.shl(u, 16), i32x4.splat(256)), u)
  const upper = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), shares)
  const lower = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), shares)
  const between = i32x4.add(i32x4.shl(upper, 8), i32x4.mul(i32x4.sub(lower, upper), v))
  const ink = i32x4.shr_u(i32x4.add(between, i32x4.splat(32768)), 16)
  return v128.shuffle<u8>(ink, ink, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12)
}

/** Writes the moves of the lattice at a row of pixels, times its spacing. */
function blendNodes(work: Work, row: u32): void {
  const bytes: usize = acrossOf(work) << 3
  const part = <i32>row & (SIZE - 1)
  let above: usize = work.moves + (row >> SPACING) * bytes
  for (let at: usize = 0; at < bytes; at += 16) {
    const upper = i32x4.mul(v128.load(above), i32x4.splat(SIZE - part))
    const lower = i32x4.mul(v128.load(above + bytes), i32x4.splat(part))
    v128.store(work.rowMoves + at, i32x4.add(upper, lower))
    above += 16
  }
}

/** The growth of a move from pixel to pixel behind a node, times the square of the spacing. */
function slopeFrom(node: usize): v128 {
  return i32x4.sub(v128.load32_splat(node, 8), v128.load32_splat(node))
}

/** Moves of the four pixels from a node on, times the square of the spacing. */
function movesFrom(node: usize, slope: v128): v128 {
  return i32x4.add(i32x4.shl(v128.load32_splat(node), SPACING), i32x4.mul(slope, i32x4(0, 1, 2, 3)))
}
