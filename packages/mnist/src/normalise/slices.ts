/** Work in slices: after each it yields the number of pixels that it looked at. */
export type Sliced<Result> = Generator<number, Result, undefined>

/** Pixels of a slice: less than a millisecond. */
export const SLICE = 2 ** 14

/** Whether a slice ends with a part of `pixels` pixels, before which `done` such parts were done. */
export function endsSlice(done: number, pixels: number): boolean {
  return Math.floor((done * pixels) / SLICE) < Math.floor(((done + 1) * pixels) / SLICE)
}
