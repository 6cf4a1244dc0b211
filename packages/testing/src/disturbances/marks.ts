import type { Chance } from './chance.ts'
import { type Canvas, change, line, type Place } from './paint.ts'

/** Levels of paper and ink: marks are as dark as the ink, or fainter. */
export interface Levels {
  readonly paper: number
  readonly ink: number
}

/** The level whose contrast with the paper is this part of the ink's. */
function levelOf({ paper, ink }: Levels, part: number): number {
  return paper + part * (ink - paper)
}

/** Draws one speck off the digit: a few pixels in a corner, or a round one anywhere. */
export function speck(canvas: Canvas, chance: Chance, levels: Levels): void {
  const { width, height } = canvas
  if (chance.unit() < 0.5) {
    const side = chance.whole(1, 3)
    const [left, top] = [
      chance.oneOf([0, 3, width - side, width - side - 3]),
      chance.oneOf([0, 3, height - side, height - side - 3]),
    ]
    change(canvas, () => levels.ink, { left, right: left + side, top, bottom: top + side })
    return
  }
  const place = offDigit(canvas, chance)
  line(canvas, levels.ink, chance.between(1, 0.024 * Math.min(width, height)), place, place)
}

/** Draws 5 to 30 round specks, off the digit. */
export function specks(canvas: Canvas, chance: Chance, levels: Levels): void {
  const largest = 0.02 * Math.min(canvas.width, canvas.height)
  for (let count = chance.whole(5, 30); count > 0; count--) {
    const place = offDigit(canvas, chance)
    line(canvas, levelOf(levels, chance.between(0.5, 1)), chance.between(1, largest), place, place)
  }
}

/** A place that is farther from the digit's box than 4 % of the picture's shorter side. */
function offDigit({ width, height, box }: Canvas, chance: Chance): Place {
  const gap = 0.04 * Math.min(width, height)
  for (;;) {
    const [x, y] = [chance.between(0, width), chance.between(0, height)]
    const isBeside = x < box.left - gap || x > box.right + gap || y < box.top - gap || y > box.bottom + gap
    if (isBeside) return [x, y]
  }
}

/** Makes pixels black and white: one in 500 to one in 30. */
export function saltAndPepper(canvas: Canvas, chance: Chance): void {
  const share = chance.between(1 / 500, 1 / 30)
  change(canvas, value => (chance.unit() < share ? chance.oneOf([0, 255]) : value))
}

/** Draws a line beside the digit, along one of the picture's sides. */
export function strayLine(canvas: Canvas, chance: Chance, levels: Levels): void {
  const { width, height, box } = canvas
  const level = levelOf(levels, chance.between(0.4, 1))
  const thickness = chance.between(1, 0.016 * Math.min(width, height))
  const isUpright = chance.unit() < 0.5
  const [length, near, far] = isUpright
    ? [height, box.left, width - box.right]
    : [width, box.top, height - box.bottom]
  const isNear = chance.unit() < near / (near + far)
  const across = (): number => chance.between(0.1, 0.75) * (isNear ? near : far)
  const side = isUpright ? width : height
  const beside = (): number => (isNear ? across() : side - across())
  const start = chance.between(0, 0.5) * length
  const end = start + chance.between(0.25, 1) * length
  const [from, to] = [beside(), beside()]
  line(canvas, level, thickness, isUpright ? [from, start] : [start, from], isUpright ? [to, end] : [end, to])
}

/** Makes strips at one to four sides of the picture dark, as scanners do. */
export function border(canvas: Canvas, chance: Chance, levels: Levels): void {
  const { width, height, box } = canvas
  const level = levelOf(levels, chance.between(0.6, 1))
  const gaps = [box.left, box.top, width - box.right, height - box.bottom]
  const sides = gaps.map(gap => {
    const depth = Math.min(gap * 0.6, Math.min(width, height) * chance.between(0.005, 0.08))
    return { depth, skew: depth * chance.between(-0.3, 0.3) }
  })
  const first = chance.whole(0, 3)
  const count = chance.whole(1, 4)
  const has = (i: number): boolean => (i + 4 - first) % 4 < count
  change(canvas, (value, x, y) => {
    const [u, v] = [x / width, y / height]
    const places = [x, y, width - 1 - x, height - 1 - y]
    const isDark = sides.some(({ depth, skew }, i) => {
      const along = i % 2 === 0 ? v : u
      return has(i) && (places[i] ?? 0) < Math.max(1, depth + skew * (along - 0.5))
    })
    return isDark ? level : value
  })
}

/** Draws a closed frame around the digit, a little aslant. */
export function frame(canvas: Canvas, chance: Chance, levels: Levels): void {
  const { width, height, box } = canvas
  const level = levelOf(levels, chance.between(0.5, 1))
  const thickness = chance.between(1, 0.02 * Math.min(width, height))
  const inset = (gap: number): number => gap * chance.between(0.15, 0.6)
  const corner = (isLeft: boolean, isTop: boolean): Place => [
    isLeft ? inset(box.left) : width - inset(width - box.right),
    isTop ? inset(box.top) : height - inset(height - box.bottom),
  ]
  const [dx, dy] = [chance.between(-0.04, 0.04) * box.left, chance.between(-0.04, 0.04) * box.top]
  const [[left, top], [right, bottom]] = [corner(true, true), corner(false, false)]
  const corners: readonly [Place, Place, Place, Place] = [
    [left + dx, top - dy],
    [right + dx, top + dy],
    [right - dx, bottom + dy],
    [left - dx, bottom - dy],
  ]
  corners.forEach((place, i) => {
    line(canvas, level, thickness, place, corners[(i + 1) % 4] ?? place)
  })
}

/** Rules the paper, faintly, a little aslant. */
export function ruled(canvas: Canvas, chance: Chance, levels: Levels): void {
  const spacing = chance.between(0.12, 0.35) * Math.min(canvas.width, canvas.height)
  const rules = { level: levelOf(levels, chance.between(0.15, 0.5)), spacing, chance }
  rule(canvas, { ...rules, isUpright: false })
}

/** Squares the paper, faintly, a little aslant. */
export function squared(canvas: Canvas, chance: Chance, levels: Levels): void {
  const spacing = chance.between(0.06, 0.2) * Math.min(canvas.width, canvas.height)
  const rules = { level: levelOf(levels, chance.between(0.12, 0.4)), spacing, chance }
  rule(canvas, { ...rules, isUpright: false })
  rule(canvas, { ...rules, isUpright: true })
}

interface Rules {
  readonly level: number
  readonly spacing: number
  readonly isUpright: boolean
  readonly chance: Chance
}

function rule(canvas: Canvas, { level, spacing, isUpright, chance }: Rules): void {
  const thickness = chance.between(0.7, 0.007 * Math.min(canvas.width, canvas.height))
  const [length, side] = isUpright ? [canvas.height, canvas.width] : [canvas.width, canvas.height]
  const rise = length * chance.between(-0.02, 0.02)
  for (let at = -chance.unit() * spacing; at < side + spacing; at += spacing) {
    const [from, to]: [Place, Place] = isUpright
      ? [
          [at, 0],
          [at + rise, length],
        ]
      : [
          [0, at],
          [length, at + rise],
        ]
    line(canvas, level, thickness, from, to)
  }
}

/** Lays the paper, a little aslant, on a darker table. */
export function card(canvas: Canvas, chance: Chance, { paper }: Levels): void {
  const { width, height, box } = canvas
  const table = paper * chance.between(0.2, 0.75)
  const inset = (gap: number): number => gap * chance.between(0.15, 0.6)
  const [left, right] = [inset(box.left), width - inset(width - box.right)]
  const [top, bottom] = [inset(box.top), height - inset(height - box.bottom)]
  const [across, down] = [chance.between(-0.06, 0.06) * left, chance.between(-0.06, 0.06) * top]
  change(canvas, (value, x, y) => {
    const [u, v] = [across * (2 * (y / height) - 1), down * (2 * (x / width) - 1)]
    const isPaper = x >= left + u && x < right + u && y >= top + v && y < bottom + v
    return isPaper ? value : table
  })
}
