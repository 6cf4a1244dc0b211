import type { AugmentAmounts } from './augment.ts'
import { cos, sin } from './math/trigonometry.ts'

/** Fractions of a place: 65,536ths of a pixel. */
const ONE = 65_536
/** Fractions of a thickness: 256ths of a pixel. */
const WHOLE = 256
/** Pixels from node to node of the lattice of an elastic distortion: 2 ** 3. */
const SPACING = 3

/** The most of what is drawn for a distortion. */
export interface Limits {
  /** Tangent of half the angle of rotation, so that sine and cosine are quotients; a multiple of 2 ** -16. */
  readonly rotate: number
  /** Share of the width, and of the height. */
  readonly scale: number
  /** Tangent of the angle, a multiple of 2 ** -16. */
  readonly shear: number
  /** In 256ths of a pixel. */
  readonly thickness: number
  /** In 65,536ths of a pixel, a whole number. */
  readonly elastic: number
}

/** A distortion of an image on one occasion, in whole numbers. */
export interface Distortion {
  /** Columns to the right, and rows down. */
  readonly shift: readonly [right: number, down: number]
  /** It leads from the distance of a place from the middle to that of the place whose ink it gets: 65,536ths. */
  readonly matrix: readonly [a: number, b: number, c: number, d: number]
  /** 256ths of a pixel by which strokes grow, or below 0 shrink. */
  readonly thickness: number
  /** Moves of the lattice's nodes, row by row: 65,536ths of a pixel across, and down. Empty without elastic. */
  readonly moves: Int32Array
}

/** The limits that an augmentation says, of whose tangents no digit depends on how a sine is rounded. */
export function limitsOf({ rotate, scale, shear, thickness, elastic }: AugmentAmounts): Limits {
  const radians = Math.PI / 180
  const tangent = (angle: number): number => wholeOf((sin(angle) / cos(angle)) * ONE) / ONE
  return {
    rotate: tangent((rotate * radians) / 2),
    scale: scale / 100,
    shear: tangent(shear * radians),
    thickness: thickness * WHOLE,
    elastic: wholeOf(elastic * ONE),
  }
}

/** The nearest whole number. */
function wholeOf(x: number): number {
  return Math.floor(x + 0.5)
}

/** Nodes of the lattice of an image: across, and down. */
export function nodesOf(rows: number, cols: number): [across: number, down: number] {
  return [((cols - 1) >> SPACING) + 2, ((rows - 1) >> SPACING) + 2]
}

/** Moves of nodes, each the mean of what is drawn at the four corners around it: neighbours move alike. */
function movesOf(drawn: Int32Array, across: number, down: number): Int32Array {
  return Int32Array.from({ length: 2 * across * down }, (_, i) => {
    const [axis, node] = [i & 1, i >> 1]
    const corner = Math.floor(node / across) * (across + 1) + (node % across)
    const around = [corner, corner + 1, corner + across + 1, corner + across + 2]
    return around.reduce((sum, at) => sum + drawn[2 * at + axis], 0) >> 2
  })
}

/**
 * The distortion of drawn numbers.
 * @param draw number i of -1 .. 1: rotation, width, height, shear, thickness; from 16 on two a corner around nodes
 * @param nodes of the lattice: across, and down
 */
export function distortionOf(
  limits: Limits,
  shift: Distortion['shift'],
  draw: (i: number) => number,
  [across, down]: readonly [number, number],
): Distortion {
  const half = limits.rotate * draw(0)
  const norm = 1 + half * half
  const [sine, cosine] = [(half + half) / norm, (1 - half * half) / norm]
  const [width, height] = [1 + limits.scale * draw(1), 1 + limits.scale * draw(2)]
  const lean = limits.shear * draw(3)
  const places = [
    (cosine + lean * sine) / width,
    (sine - lean * cosine) / width,
    -sine / height,
    cosine / height,
  ]
  const [a, b, c, d] = places.map(x => wholeOf(x * ONE))
  const corners = new Int32Array(limits.elastic > 0 ? 2 * (across + 1) * (down + 1) : 0)
  const drawn = corners.map((_, i) => wholeOf(limits.elastic * draw(16 + i)))
  return {
    shift,
    matrix: [a, b, c, d],
    thickness: wholeOf(limits.thickness * draw(4)),
    moves: drawn.length > 0 ? movesOf(drawn, across, down) : drawn,
  }
}

/**
 * A distorted image: its strokes are thickened first. Then each pixel gets what lies at its place in that image,
 * between the four nearest pixels; beyond the image there is no ink. All in whole numbers.
 * Source of elastic distortions: P. Y. Simard, D. Steinkraus and J. C. Platt, "Best Practices for Convolutional
 * Neural Networks Applied to Visual Document Analysis" (2003), who smooth random moves by a Gaussian.
 * @param image bytes, row by row
 */
export function distorted(image: Uint8Array, cols: number, distortion: Distortion): Uint8Array {
  const rows = image.length / cols
  const thick = thickened(image, cols, distortion.thickness)
  const [a, b, c, d] = distortion.matrix
  const [right, down] = distortion.shift
  const into = new Uint8Array(image.length)
  for (let row = 0; row < rows; row++) {
    // Twice the distance from the middle, which may lie between two pixels.
    const y = 2 * (row - down) - (rows - 1)
    const x = -2 * right - (cols - 1)
    const [left, top] = [
      ((a * x + b * y) >> 1) + (cols - 1) * (ONE / 2),
      ((c * x + d * y) >> 1) + (rows - 1) * (ONE / 2),
    ]
    for (let col = 0; col < cols; col++) {
      const [across, downwards] = moveAt(distortion.moves, cols, row, col)
      into[row * cols + col] = inkAt(thick, cols, left + a * col + across, top + c * col + downwards)
    }
  }
  return into
}

/** The move of a pixel, between those of the four nodes around it. */
function moveAt(moves: Int32Array, cols: number, row: number, col: number): [across: number, down: number] {
  if (moves.length === 0) return [0, 0]
  const size = 1 << SPACING
  const [x, y] = [col & (size - 1), row & (size - 1)]
  const [across] = nodesOf(1, cols)
  const node = (row >> SPACING) * across + (col >> SPACING)
  const between = (i: number): number => {
    const upright = (n: number): number => moves[2 * n + i] * (size - y) + moves[2 * (n + across) + i] * y
    return (upright(node) * (size - x) + upright(node + 1) * x) >> (2 * SPACING)
  }
  return [between(0), between(1)]
}

/** The ink at a place, in 65,536ths of a pixel; fractions of a pixel count in 256ths. */
function inkAt(image: Uint8Array, cols: number, x: number, y: number): number {
  const [col, row] = [x >> 16, y >> 16]
  const [u, v] = [(x >> 8) & 255, (y >> 8) & 255]
  const between = (r: number): number =>
    pixelAt(image, cols, r, col) * (256 - u) + pixelAt(image, cols, r, col + 1) * u
  return (between(row) * (256 - v) + between(row + 1) * v + 32_768) >> 16
}

/** 0 beyond the image. */
function pixelAt(image: Uint8Array, cols: number, row: number, col: number): number {
  const index = row * cols + col
  return col < 0 || col >= cols || index < 0 || index >= image.length ? 0 : image[index]
}

/**
 * An image whose strokes grow by 256ths of a pixel: by grey dilation, where each pixel becomes the largest of
 * itself and its four neighbours, or below 0 by erosion, the smallest; a part of a pixel lies between before
 * and after.
 */
function thickened(image: Uint8Array, cols: number, thickness: number): Uint8Array {
  const best = thickness > 0 ? Math.max : Math.min
  let before = image
  for (let rest = Math.abs(thickness); rest > 0; rest -= WHOLE) {
    const [share, old] = [Math.min(rest, WHOLE), before]
    before = old.map((byte, i) => {
      const [row, col] = [Math.floor(i / cols), i % cols]
      const beside = [-1, 1].flatMap(step => [
        pixelAt(old, cols, row, col + step),
        pixelAt(old, cols, row + step, col),
      ])
      const change = (Math.abs(best(byte, ...beside) - byte) * share + 128) >> 8
      return thickness > 0 ? byte + change : byte - change
    })
  }
  return before
}
