import { endsSlice, SLICE, type Sliced } from '../picture.ts'
import type { Mask } from './found.ts'

/** A straight line: its place across at the first cell along it, and how much it rises a cell. */
interface Line {
  readonly start: number
  readonly slope: number
}

/** A short run of ink across a line. */
interface Run {
  /** Its place along the line. */
  readonly along: number
  /** Its first cell across the line. */
  readonly first: number
  readonly length: number
}

/** A picture's cells as seen along its lines: those that are nearer to the horizontal, or to the vertical. */
interface View {
  readonly length: number
  readonly breadth: number
  readonly cellAt: (along: number, across: number) => number
}

/** A line that was found. */
interface FoundLine {
  readonly cells: readonly number[]
  /** Whether it crosses the whole picture. */
  readonly crosses: boolean
  /** Whether it is as long as the side of a frame. */
  readonly isLong: boolean
}

/** Longest run across a line, as a part of the picture's longer side. */
const THICKEST = 0.05
/** Slopes that are tried to either side of level, over a rise of 1 a cell. */
const SLOPES = 96
/** The least way of a line through the picture, and the part of it that is seen, to be fitted: of the side, of the way. */
const LEAST_WAY = 0.3
const LEAST_SEEN = 0.4
/** Part of its way that is seen of a line that crosses the picture, and of a side of it by a frame's line. */
const CROSSES = 0.55
const FRAMES = 0.5
/** Part of a side that a crossing line may end before the edge. */
const NEAR_EDGE = 0.04
/** Turns in which lines are looked for at the most: each finds all lines of a slope. */
const TURNS = 6
/** Runs of a line are at most that much thicker than its median. */
const THICKER = 1.5

/** The straight lines in ink that cross the whole picture, and those of frames: 1 for each of their cells. */
export function* linesIn({ width, height, inked }: Mask): Sliced<Uint8Array> {
  const flat: View = { length: width, breadth: height, cellAt: (x, y) => y * width + x }
  const steep: View = { length: height, breadth: width, cellAt: (y, x) => y * width + x }
  const found = [yield* linesAlong(flat, inked), yield* linesAlong(steep, inked)]
  const isFramed = found.every(lines => lines.filter(({ isLong }) => isLong).length >= 2)
  const result = new Uint8Array(inked.length)
  for (const { cells, crosses, isLong } of found.flat())
    if (crosses || (isFramed && isLong)) for (const cell of cells) result[cell] = 1
  return result
}

/** A Hough transform of short runs: those of a line that is crossed are longer there, and stay. */
function* linesAlong(view: View, inked: Uint8Array): Sliced<FoundLine[]> {
  let runs = yield* runsAcross(view, inked)
  const lines: FoundLine[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    let [most, slope] = [0, 0]
    let peaks: readonly number[] = []
    for (let k = -SLOPES; k <= SLOPES; k++) {
      yield Math.max(SLICE, runs.length)
      const found = peaksOf(view, runs, k / SLOPES)
      if (found.most > most) [most, slope, peaks] = [found.most, k / SLOPES, found.starts]
    }
    if (most === 0) return lines
    for (const start of peaks) {
      yield SLICE
      const { line, cells, rest } = fitted(view, runs, { start, slope })
      if (line !== undefined) lines.push({ cells, ...line })
      runs = rest
    }
  }
  return lines
}

/** Starts of the lines of a slope that enough runs are on, and how many are on the first of the best. */
function peaksOf(
  { length, breadth }: View,
  runs: readonly Run[],
  slope: number,
): { most: number; starts: number[] } {
  const votes = new Uint16Array(breadth + 2 * length + 2)
  for (const run of runs) votes[Math.floor(middleOf(run) - slope * run.along) + length]++
  const starts: number[] = []
  let most = 0
  for (let i = 0; i + 1 < votes.length; i++) {
    const count = votes[i] + votes[i + 1]
    if (count < LEAST_WAY * LEAST_SEEN * length) continue
    const [from, to] = wayOf({ length, breadth }, { start: i - length + 1, slope })
    if (to - from < LEAST_WAY * length || count < LEAST_SEEN * (to - from)) continue
    most = Math.max(most, count)
    starts.push(i - length + 1)
    i += 2
  }
  return { most, starts }
}

interface Fitted {
  readonly line: Pick<FoundLine, 'crosses' | 'isLong'> | undefined
  readonly cells: readonly number[]
  /** The runs that are not on it. */
  readonly rest: readonly Run[]
}

/** The line of least squares through the runs near a line. */
function fitted(view: View, runs: readonly Run[], near: Line): Fitted {
  const { length, cellAt } = view
  const line = leastSquares(runs.filter(run => distance(run, near) <= 3)) ?? near
  const on = runs.filter(run => distance(run, line) <= 1.5)
  const rest = runs.filter(run => distance(run, line) > 1.5)
  const [first, last] = [on[0], on[on.length - 1]]
  if (first === undefined || last === undefined) return { line: undefined, cells: [], rest: [] }
  const lengths = on.map(run => run.length).sort((a, b) => a - b)
  const thickest = THICKER * lengths[lengths.length >> 1] + 1
  const cells = on
    .filter(run => run.length <= thickest)
    .flatMap(run => Array.from({ length: run.length }, (_, i) => cellAt(run.along, run.first + i)))
  const [from, to] = wayOf(view, line)
  const reaches = Math.max(first.along - from, to - 1 - last.along) <= NEAR_EDGE * length
  const crosses = reaches && on.length >= CROSSES * (to - from)
  return { line: { crosses, isLong: on.length >= FRAMES * length }, cells, rest }
}

function middleOf({ first, length }: Run): number {
  return first + length / 2
}

function distance(run: Run, { start, slope }: Line): number {
  return Math.abs(middleOf(run) - slope * run.along - start)
}

/** Undefined if all runs stand at one place. */
function leastSquares(runs: readonly Run[]): Line | undefined {
  let [x, y, xx, xy] = [0, 0, 0, 0]
  for (const run of runs) {
    x += run.along
    y += middleOf(run)
    xx += run.along * run.along
    xy += run.along * middleOf(run)
  }
  const spread = runs.length * xx - x * x
  if (spread === 0) return undefined
  const slope = (runs.length * xy - x * y) / spread
  return { slope, start: (y - slope * x) / runs.length }
}

/** The places along a line between which it is within the picture. */
function wayOf(
  { length, breadth }: Pick<View, 'length' | 'breadth'>,
  { start, slope }: Line,
): [number, number] {
  if (slope === 0) return [0, start >= 0 && start <= breadth ? length : 0]
  const [a, b] = [-start / slope, (breadth - start) / slope]
  return [Math.max(0, Math.min(a, b)), Math.min(length, Math.max(a, b))]
}

function* runsAcross({ length, breadth, cellAt }: View, inked: Uint8Array): Sliced<readonly Run[]> {
  const longest = Math.max(2, THICKEST * Math.max(length, breadth))
  const runs: Run[] = []
  for (let along = 0; along < length; along++) {
    if (endsSlice(along, breadth)) yield Math.max(SLICE, breadth)
    let first = 0
    for (let across = 0; across <= breadth; across++) {
      if (across < breadth && inked[cellAt(along, across)] === 1) continue
      if (across > first && across - first <= longest) runs.push({ along, first, length: across - first })
      first = across + 1
    }
  }
  return runs
}
