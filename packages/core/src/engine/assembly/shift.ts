import { Chance } from './chance'
import { exampleAt, Examples, LIST } from './network'
import { philox, words } from './philox'

/** i32 for each of up to LIST examples: the pixels that it is shifted by to the right, and down. */
const columns = memory.data(4 * LIST)
const rows = memory.data(4 * LIST)

/** Draws the shifts of up to LIST sparse examples of a batch. */
export function drawShifts(chance: Chance, batch: usize, count: u32): void {
  for (let e: u32 = 0; e < count; e++) store<u32>(columns + (e << 2), exampleAt(batch, e))
  const zero = i32x4.splat(0)
  for (let e: usize = 0; e < 4 * count; e += 16) {
    philox(
      zero,
      v128.load(columns + e),
      i32x4.splat(chance.epoch),
      zero,
      changetype<usize>(chance) + offsetof<Chance>('shiftKey'),
    )
    for (let lane: usize = 0; lane < 16; lane += 4) {
      store<i32>(columns + e + lane, shiftOf(chance.reach, words + lane))
      store<i32>(rows + e + lane, shiftOf(chance.reach, words + 16 + lane))
    }
  }
}

/** A whole number from -reach to reach, of a random word. */
export function shiftOf(reach: u32, word: usize): i32 {
  return <i32>((<u64>load<u32>(word) * (2 * reach + 1)) >> 32) - <i32>reach
}

/** By how much the indices of example e grow. */
export function moveOf(examples: Examples, e: u32): u32 {
  return rowsOf(e) * examples.cols + columnsOf(e)
}

export function columnsOf(e: u32): i32 {
  return load<i32>(columns + (e << 2))
}

export function rowsOf(e: u32): i32 {
  return load<i32>(rows + (e << 2))
}

/** Whether all ink of example e of the batch whose shifts were drawn last stays in the image. */
export function staysInside(examples: Examples, batch: usize, e: u32): bool {
  const margins = examples.margins + (exampleAt(batch, e) << 2)
  const right = columnsOf(e),
    down = rowsOf(e)
  return (
    -right <= <i32>load<u8>(margins) &&
    right <= <i32>load<u8>(margins, 1) &&
    -down <= <i32>load<u8>(margins, 2) &&
    down <= <i32>load<u8>(margins, 3)
  )
}
