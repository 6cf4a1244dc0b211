/** The least and the most of what is drawn evenly. */
export type Range = readonly [least: number, most: number]

/** A manner of writing: each drawing has numbers of these ranges. */
export interface Style {
  /** The manner: 'leaning right'. */
  readonly name: string
  /** The longer side of the digit, without the pen's width, in parts of the pad's side. */
  readonly size: Range
  /** Width of the pen, in parts of that. */
  readonly pen: Range
  /** Factor of the digit's width. */
  readonly width: Range
  /** Degrees by which upright strokes lean to the right. */
  readonly slant: Range
  /** Degrees by which the digit is turned clockwise. */
  readonly turn: Range
  /** Place of the digit in the room that it leaves: 0 at the left, 1 at the right. */
  readonly x: Range
  /** The same: 0 at the top, 1 at the bottom. */
  readonly y: Range
  /** Standard deviation by which points of the path are missed, in parts of the digit's height. */
  readonly care: Range
  /** Standard deviation by which the hand trembles, in the same parts. */
  readonly tremor: Range
}

type Departure = Partial<Omit<Style, 'name'>>

const USUAL: Omit<Style, 'name'> = {
  size: [0.5, 0.72],
  pen: [0.08, 0.14],
  width: [0.85, 1.15],
  slant: [-4, 14],
  turn: [-4, 4],
  x: [0.3, 0.7],
  y: [0.3, 0.7],
  care: [0.008, 0.016],
  tremor: [0, 0.004],
}

const DEPARTURES: Readonly<Record<string, Departure>> = {
  usual: {},
  careful: { care: [0, 0.004], tremor: [0, 0], slant: [-2, 4], turn: [-1, 1], width: [0.95, 1.05] },
  'as large as the pad': { size: [0.82, 0.88], pen: [0.06, 0.1] },
  'half of the pad': { size: [0.48, 0.52] },
  'a third of the pad': { size: [0.31, 0.36] },
  'a fifth of the pad': { size: [0.19, 0.21] },
  'a tenth of the pad': { size: [0.095, 0.105] },
  'hair line': { pen: [0.02, 0.03] },
  'thin pen': { pen: [0.04, 0.06] },
  'thick pen': { pen: [0.15, 0.18] },
  marker: { pen: [0.19, 0.22], size: [0.6, 0.72] },
  narrow: { width: [0.6, 0.72] },
  'very narrow': { width: [0.42, 0.52], pen: [0.06, 0.1] },
  wide: { width: [1.3, 1.5] },
  'very wide': { width: [1.6, 1.9], pen: [0.07, 0.11] },
  'leaning right': { slant: [18, 26] },
  'leaning far right': { slant: [26, 34], turn: [-2, 2] },
  'leaning left': { slant: [-20, -12] },
  'leaning far left': { slant: [-30, -24], turn: [-2, 2] },
  'turned right': { turn: [10, 16], slant: [0, 6] },
  'turned left': { turn: [-16, -10], slant: [0, 6] },
  'at the left': { x: [0, 0.03], size: [0.4, 0.6] },
  'at the right': { x: [0.97, 1], size: [0.4, 0.6] },
  'at the top': { y: [0, 0.03], size: [0.4, 0.6] },
  'at the bottom': { y: [0.97, 1], size: [0.4, 0.6] },
  'in the upper left corner': { x: [0, 0.05], y: [0, 0.05], size: [0.3, 0.45] },
  'in the upper right corner': { x: [0.95, 1], y: [0, 0.05], size: [0.3, 0.45] },
  'in the lower left corner': { x: [0, 0.05], y: [0.95, 1], size: [0.3, 0.45] },
  'in the lower right corner': { x: [0.95, 1], y: [0.95, 1], size: [0.3, 0.45] },
  trembling: { tremor: [0.008, 0.012] },
  'trembling much': { tremor: [0.014, 0.018] },
  hasty: { care: [0.024, 0.03], slant: [4, 20], width: [0.8, 1.3] },
  'small and thin': { size: [0.2, 0.3], pen: [0.03, 0.05] },
  'small and thick': { size: [0.2, 0.3], pen: [0.15, 0.19] },
  'large and thin': { size: [0.78, 0.86], pen: [0.025, 0.045] },
  'large and thick': { size: [0.68, 0.78], pen: [0.15, 0.18] },
  'narrow and leaning': { width: [0.6, 0.7], slant: [16, 24] },
  'wide and leaning left': { width: [1.25, 1.45], slant: [-16, -10] },
  'small and trembling': { size: [0.2, 0.3], tremor: [0.008, 0.012] },
  'anywhere, of any size': { size: [0.15, 0.8], x: [0, 1], y: [0, 1], pen: [0.04, 0.17] },
}

/** The styles, each named by how it departs from the usual one, which is the first. */
export const STYLES: readonly Style[] = /* @__PURE__ */ Object.entries(DEPARTURES).map(
  ([name, departure]) => ({ name, ...USUAL, ...departure }),
)
