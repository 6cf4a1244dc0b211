import { cos, OptionError, RandomGenerator, sin } from '@gradus/core'
import { PARTS, type PartName } from '../part-names.ts'
import type { DecodedPicture } from '../pictures/picture.ts'
import { TEST } from './hands/test.ts'
import { TRAIN } from './hands/train.ts'
import { VALIDATION } from './hands/validation.ts'
import { curveThrough, type Place, strokesIn } from './path.ts'
import { inkStroke } from './pen.ts'
import { STYLES, type Style } from './styles.ts'
import { type Hands, VARIANTS } from './variants.ts'

/** A part of the drawings. Each has hands of its own, so that a network is judged by hands that it never saw. */
export type StrokePart = PartName

/** The drawing that is wanted. */
export interface DrawingChoice {
  /** The part whose hands write. */
  readonly part: StrokePart
  /** A whole number of at least 0; the same seed gives the same drawings. */
  readonly seed: number
  /** The drawing of that seed, from 0; its last figure is the digit, unless a variant is given. */
  readonly index: number
  /** Name of a variant; drawn from those of the digit if left out. */
  readonly variant?: string | undefined
  /** Name of a style; drawn if left out. */
  readonly style?: string | undefined
}

/** A digit as a hand draws it on a pad. */
export interface StrokeDrawing {
  /** The digit, 0 .. 9. */
  readonly label: number
  /** Name of the variant. */
  readonly variant: string
  /** Name of the style. */
  readonly style: string
  /** Paths of the pen from touching the pad to leaving it: points to the right and down, 0 .. 1. */
  readonly strokes: readonly (readonly Place[])[]
  /** Width of the pen, in parts of the pad's side. */
  readonly pen: number
}

const HANDS: Readonly<Record<StrokePart, Hands>> = { train: TRAIN, validation: VALIDATION, test: TEST }

/** Distance of points of a stroke, in parts of the digit's height. */
const STEP = 1 / 40
/** Ground between ink and the edge of the pad at least, in parts of its side. */
const EDGE = 0.01
/** The most by which a hand bends the plane, in parts of the digit's height. */
const BEND = 0.02
/** Points of a stroke from one jerk of a trembling hand to the next. */
const JERK = 2

/**
 * A drawn digit, to the bit the same for the same choice: a path of the table, whose points are missed a little,
 * in a style's size, width, slant, place and pen.
 *
 * @throws OptionError for a part, seed, index, variant or style that there is none of
 * @example
 * ```ts
 * import { drawing } from '@gradus/data/strokes'
 *
 * const { label, strokes } = drawing({ part: 'train', seed: 0, index: 7, variant: '7 bar' })
 * console.log(label, strokes.length) // prints 7 2
 * ```
 */
export function drawing({ part, seed, index, variant, style }: DrawingChoice): StrokeDrawing {
  if (!PARTS.includes(part)) {
    throw new OptionError(
      'part',
      `part is ${JSON.stringify(part)}: expected ${PARTS.join(', ')}. Correct it.`,
    )
  }
  checkWhole('seed', seed)
  checkWhole('index', index)
  const wanted = variant === undefined ? -1 : placeOf('variant', VARIANTS, variant)
  const asked = style === undefined ? -1 : placeOf('style', STYLES, style)
  // A stream of its own for each choice: otherwise one hand would write the first drawing in every style.
  const rng = new RandomGenerator([seed, PARTS.indexOf(part), index, wanted + 1, asked + 1])
  const usual = VARIANTS.filter((_, i) => (wanted < 0 ? VARIANTS[i].digit === index % 10 : i === wanted))
  const { digit, name } = oneOf(usual, rng)
  const manner = oneOf(asked < 0 ? STYLES : [STYLES[asked]], rng)
  const path = oneOf(HANDS[part][name], rng)
  return { label: digit, variant: name, style: manner.name, ...drawn(path, manner, rng) }
}

/** A drawing as a picture of the whole pad, light ink on 0. @param side of the picture, in pixels */
export function pictureOf({ strokes, pen }: StrokeDrawing, side: number): DecodedPicture {
  const picture = { width: side, height: side, data: new Uint8Array(side * side) }
  for (const stroke of strokes) {
    inkStroke(
      stroke.map(([x, y]): Place => [x * side, y * side]),
      pen * side,
      picture,
    )
  }
  return picture
}

/** A path of the table as a style has it, on the pad. */
function drawn(path: string, style: Style, rng: RandomGenerator): Pick<StrokeDrawing, 'strokes' | 'pen'> {
  const amount = ([least, most]: readonly [number, number]): number => least + (most - least) * chance(rng)
  const size = amount(style.size)
  const pen = amount(style.pen) * size
  const changed = changeOf(amount(style.width), amount(style.slant), amount(style.turn))
  const bent = bend(rng)
  const [care, tremor] = [amount(style.care), amount(style.tremor)]
  const strokes = strokesIn(path).map(knots => {
    const missed = knots.map(({ place: [x, y], isCorner }) => {
      const place: Place = [x + care * rng.standardNormal(), y + care * rng.standardNormal()]
      return { place, isCorner }
    })
    const curve = curveThrough(missed, STEP).map(place => changed(bent(place)))
    return tremor > 0 ? trembled(curve, tremor, rng) : curve
  })
  return { strokes: placed(strokes, size, pen / 2 + EDGE, [amount(style.x), amount(style.y)]), pen }
}

/** Widens, then leans, then turns. @param slant in degrees, as `turn` */
function changeOf(width: number, slant: number, turn: number): (place: Place) => Place {
  const radians = Math.PI / 180
  const lean = sin(slant * radians) / cos(slant * radians)
  const [sine, cosine] = [sin(turn * radians), cos(turn * radians)]
  return ([x, y]) => {
    const across = width * x - lean * y
    return [cosine * across - sine * y, sine * across + cosine * y]
  }
}

/** Waves through the plane, of about the digit's height: no hand keeps to its own model. */
function bend(rng: RandomGenerator): (place: Place) => Place {
  const [a, b] = [0, 1].map(() => ({
    depth: BEND * rng.standardNormal(),
    phase: 2 * Math.PI * chance(rng),
    waves: Math.PI * (1 + chance(rng)),
  }))
  return ([x, y]) => [x + a.depth * sin(a.phase + a.waves * y), y + b.depth * sin(b.phase + b.waves * x)]
}

/** A stroke whose points are moved at random, each second one, and between them by what lies between. */
function trembled(stroke: readonly Place[], tremor: number, rng: RandomGenerator): Place[] {
  const jerks = Array.from(
    { length: Math.ceil(stroke.length / JERK) + 1 },
    (): Place => [tremor * rng.standardNormal(), tremor * rng.standardNormal()],
  )
  return stroke.map(([x, y], i) => {
    const [jerk, next] = [jerks[Math.floor(i / JERK)], jerks[Math.floor(i / JERK) + 1]]
    const part = (i % JERK) / JERK
    return [x + jerk[0] + part * (next[0] - jerk[0]), y + jerk[1] + part * (next[1] - jerk[1])]
  })
}

/** Strokes whose longer side is `size`, at a place in the room that is left within `margin` of the pad's edges. */
function placed(
  strokes: readonly (readonly Place[])[],
  size: number,
  margin: number,
  [x, y]: Place,
): Place[][] {
  const places = strokes.flat()
  const [left, right, top, bottom] = ([0, 1] as const).flatMap(axis => {
    const along = places.map(place => place[axis])
    return [Math.min(...along), Math.max(...along)]
  })
  const scale = size / Math.max(right - left, bottom - top)
  const room = (length: number): number => 1 - 2 * margin - scale * length
  const [across, down] = [margin + x * room(right - left), margin + y * room(bottom - top)]
  return strokes.map(stroke =>
    stroke.map(([u, v]): Place => [across + scale * (u - left), down + scale * (v - top)]),
  )
}

/** A number of 0 .. 1, without 1. */
function chance(rng: RandomGenerator): number {
  return rng.nextUint32() / 2 ** 32
}

function oneOf<Item>(items: readonly Item[], rng: RandomGenerator): Item {
  return items[rng.interval(items.length - 1)]
}

function placeOf(option: string, items: readonly { readonly name: string }[], name: string): number {
  const place = items.findIndex(item => item.name === name)
  if (place >= 0) return place
  const names = items.map(item => item.name).join(', ')
  throw new OptionError(option, `${option} is ${JSON.stringify(name)}: expected one of ${names}. Correct it.`)
}

function checkWhole(option: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return
  throw new OptionError(option, `${option} is ${value}: expected a whole number of at least 0. Correct it.`)
}
