import { activeAmong, MASK } from './list-active'
import { exampleAt, Examples } from './network'
import { philox, words } from './philox'
import { shiftOf } from './shift'
import { thicken, transform } from './transform'
import { acrossOf, SPACING, Work } from './work'

// ../../distortion.ts, four pixels at a time: a module of its own, since its bytes are the same in both precisions.

/** Address of the end of its constants. */
export const constantsEnd: usize = __heap_base

/** Number i, of those that were drawn last: between -1 and 1. */
function draw(i: u32): f64 {
  return (<f64>wordOf(i) + 0.5) * (1 / 2147483648.0) - 1
}

/** Word i of the sixteen that were drawn last. */
function wordOf(i: u32): u32 {
  return load<u32>(words + ((i & 3) << 4) + (i & 12))
}

/** Draws the numbers from 16 n to 16 n + 15. */
function drawSixteen(work: Work, example: u32, n: u32): void {
  philox(
    i32x4.add(i32x4.splat(4 * n), i32x4(0, 1, 2, 3)),
    i32x4.splat(example),
    i32x4.splat(work.epoch),
    i32x4.splat(0),
    changetype<usize>(work) + offsetof<Work>('key'),
  )
}

function wholeOf(x: f64): i32 {
  return <i32>floor<f64>(x + 0.5)
}

/** Distorts examples of a batch, and writes them one after the other. */
export function distort(work: Work, examples: Examples, batch: usize, count: u32): void {
  const distorted = work.distorted
  let entries: u32 = 0
  for (let e: u32 = 0; e < count; e++) {
    const example = exampleAt(batch, e)
    drawDistortion(work, example)
    spread(work, examples, example)
    const image = thicken(work)
    transform(work, image)
    entries = collect(work, entries)
    store<u32>(distorted.offsets + ((e + 1) << 2), entries)
    store<u8>(distorted.labels + e, load<u8>(examples.labels + example))
    store<u32>(distorted.identities + (e << 2), example)
  }
}

function drawDistortion(work: Work, example: u32): void {
  if (work.reach) {
    const key = changetype<usize>(work) + offsetof<Work>('shiftKey')
    philox(i32x4.splat(0), i32x4.splat(example), i32x4.splat(work.epoch), i32x4.splat(0), key)
    work.right = shiftOf(work.reach, words)
    work.down = shiftOf(work.reach, words + 16)
  }
  drawSixteen(work, example, 0)
  const half = work.rotate * draw(0)
  const norm = 1 + half * half
  const sine = (half + half) / norm,
    cosine = (1 - half * half) / norm
  const width = 1 + work.scale * draw(1),
    height = 1 + work.scale * draw(2)
  const lean = work.shear * draw(3)
  work.a = wholeOf(((cosine + lean * sine) / width) * 65536)
  work.b = wholeOf(((sine - lean * cosine) / width) * 65536)
  work.c = wholeOf((-sine / height) * 65536)
  work.d = wholeOf((cosine / height) * 65536)
  work.growth = wholeOf(work.thickness * draw(4))
  if (work.elastic == 0) return
  drawMoves(work, example)
}

/** Draws moves at the corners around nodes; each node moves by the mean of four. */
function drawMoves(work: Work, example: u32): void {
  const across = acrossOf(work),
    down = ((work.rows - 1) >> SPACING) + 2
  for (let i: u32 = 0; i < 2 * (across + 1) * (down + 1); i++) {
    if ((i & 15) == 0) drawSixteen(work, example, (i >> 4) + 1)
    // As `draw` has it, in whole numbers: the product is exact either way.
    const twice = 2 * <i64>wordOf(i) + 1 - ((<i64>1) << 32)
    store<i32>(work.corners + (i << 2), <i32>((twice * <i64>work.elastic + ((<i64>1) << 31)) >> 32))
  }
  let upper: usize = work.corners,
    moves: usize = work.moves
  const rowBytes: usize = (across + 1) << 3
  for (let row: u32 = 0; row < down; row++) {
    for (let i: u32 = 0; i < 2 * across; i++) {
      const lower = upper + rowBytes
      const sum = load<i32>(upper) + load<i32>(upper, 8) + load<i32>(lower) + load<i32>(lower, 8)
      store<i32>(moves, sum >> 2)
      upper += 4
      moves += 4
    }
    upper += 8
  }
}

/** Writes the bytes of an example into the image, and finds the box of its ink. */
function spread(work: Work, examples: Examples, example: u32): void {
  const image: usize = work.image
  for (let at: usize = image; at < image + work.imageBytes; at += 16) v128.store(at, i32x4.splat(0))
  const first = load<u32>(examples.offsets + (example << 2)),
    last = load<u32>(examples.offsets + (example << 2), 4)
  const column: u32 = (1 << work.stride) - 1
  let low: u32 = column,
    high: u32 = 0,
    place: u32 = 1 << work.stride
  work.top = 0
  for (let p = first; p < last; p++) {
    place = load<u32>(work.places + ((<u32>load<u16>(examples.indices + 2 * p)) << 2))
    if (p == first) work.top = (place >> work.stride) - 1
    low = min(low, place & column)
    high = max(high, place & column)
    store<u8>(image + place, load<u8>(examples.values + p))
  }
  work.left = low
  work.end = high
  work.bottom = (place >> work.stride) - 1
}

/** Lists the ink of the result behind so many entries; returns how many there are then. */
function collect(work: Work, entries: u32): u32 {
  const inputs: usize = work.rows * work.cols
  const result: usize = work.result
  let index: usize = work.distorted.indices + 2 * entries
  let value: usize = work.distorted.values + entries
  for (let k: usize = 0; k < inputs; k += MASK) {
    for (let active = activeAmong(result + k, inputs - k); active != 0; active &= active - 1) {
      const input = k + <usize>ctz<u64>(active)
      store<u16>(index, input)
      store<u8>(value, load<u8>(result + input))
      index += 2
      value++
    }
  }
  return value - work.distorted.values
}
