/** Work that is done in slices: after each it tells how many pixels it looked at. */
export type Sliced<Result> = Generator<number, Result, undefined>

/** Pixels of a slice: less than a millisecond. */
export const SLICE = 2 ** 14

/** Whether a slice ends with a part of so many pixels, of which `done` were done before. */
export function endsSlice(done: number, pixels: number): boolean {
  return Math.floor((done * pixels) / SLICE) < Math.floor(((done + 1) * pixels) / SLICE)
}
