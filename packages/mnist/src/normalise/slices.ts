/** Work that is done in slices: it pauses after each. */
export type Sliced<Result> = Generator<undefined, Result, undefined>

/** Pixels of a slice: some milliseconds. */
const SLICE = 2 ** 17

/** Whether a slice ends with a part of so many pixels, of which `done` were done before. */
export function endsSlice(done: number, pixels: number): boolean {
  return Math.floor((done * pixels) / SLICE) < Math.floor(((done + 1) * pixels) / SLICE)
}
