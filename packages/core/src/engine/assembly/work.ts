import { Examples } from './network'

/** The limits of what is drawn, and where it is worked on, as simd/distortion.ts lays them out. */
@unmanaged
export class Work {
  rotate: f64
  scale: f64
  shear: f64
  thickness: f64
  shiftKey: u64
  key: u64
  epoch: u32
  /** The most pixels of a shift, or 0. */
  reach: u32
  elastic: u32
  rows: u32
  cols: u32
  /** 2 ** stride bytes lead from row to row of `image`: there is no ink in at least one between. */
  stride: u32
  /** An image with rows without ink above and below, and another one for its thickening. */
  image: u32
  spare: u32
  imageBytes: u32
  /** u32 a pixel: where it lies in an image. */
  places: u32
  /** A byte of ones for each pixel of a row, then zeros. */
  mask: u32
  /** i32 twice a node: the moves of the lattice, and of a row between two of its rows. */
  moves: u32
  rowMoves: u32
  /** i32 twice a corner of the squares around nodes. */
  corners: u32
  /** The bytes of a distorted image. */
  result: u32
  /** The memory that the distorted examples are written to. */
  distorted: Examples
  /** The numbers drawn for the image at hand: its matrix, its shift, and 256ths of a pixel that strokes grow by. */
  a: i32
  b: i32
  c: i32
  d: i32
  right: i32
  down: i32
  growth: i32
  /** The box of its ink: first and last column and row. */
  left: i32
  end: i32
  top: i32
  bottom: i32
}

/** Binary digits of a fraction of a pixel, and of the pixels from node to node of the lattice. */
export const FRACTIONS = 16
export const SPACING = 3

/** Nodes of a row of the lattice. */
export function acrossOf(work: Work): u32 {
  return ((work.cols - 1) >> SPACING) + 2
}
