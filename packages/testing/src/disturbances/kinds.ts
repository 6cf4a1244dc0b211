import { Chance } from './chance.ts'
import { coloured, likeLuminance, transparent } from './colours.ts'
import { noise, shadow, slope, vignette } from './light.ts'
import {
  border,
  card,
  frame,
  type Levels,
  ruled,
  saltAndPepper,
  speck,
  specks,
  squared,
  strayLine,
} from './marks.ts'
import { type Canvas, ink } from './paint.ts'
import { type Digit, type Disturbed, type Placed, place } from './sheet.ts'

type Maker = (scene: Scene, chance: Chance) => Disturbed
type Part = (canvas: Canvas, chance: Chance, levels: Levels) => void

/** Dark ink on light paper, and what is done before and after the digit is drawn. */
function onPaper(after: Part, before: Part = () => {}): Maker {
  return ({ placed, levels }, chance) => {
    const canvas = canvasOf(placed, levels.paper)
    before(canvas, chance, levels)
    ink(canvas, levels.ink)
    after(canvas, chance, levels)
    return greys(canvas)
  }
}

/** A digit's place, and the levels of its paper and ink: the same in all kinds. */
interface Scene {
  readonly placed: Placed
  readonly levels: Levels
}

function canvasOf(placed: Placed, level: number): Canvas {
  return { ...placed, values: new Float64Array(placed.width * placed.height).fill(level) }
}

function greys({ width, height, values }: Canvas): Disturbed {
  return { width, height, channels: 1, samples: new Uint8Array(new Uint8ClampedArray(values)) }
}

const clean = onPaper(() => {})
const photograph = onPaper((canvas, chance) => {
  chance.oneOf([shadow, vignette, slope])(canvas, chance)
  noise(canvas, chance.between(2, 8), chance)
}, ruled)

const MAKERS = {
  clean,
  'a speck': onPaper(speck),
  specks: onPaper(specks),
  'salt and pepper': onPaper(saltAndPepper),
  noise: onPaper((canvas, chance) => noise(canvas, chance.between(4, 22), chance)),
  'stray line': onPaper(strayLine),
  border: onPaper(border),
  frame: onPaper(frame),
  ruled: onPaper(() => {}, ruled),
  squared: onPaper(() => {}, squared),
  card: onPaper(() => {}, card),
  shadow: onPaper(shadow),
  vignette: onPaper(vignette),
  'slope of light': onPaper(slope),
  'light on dark': ({ placed, levels }) => {
    const canvas = canvasOf(placed, 255 - levels.paper)
    ink(canvas, 255 - levels.ink)
    return greys(canvas)
  },
  coloured: ({ placed }, chance) => coloured(placed, chance),
  'like luminance': ({ placed }, chance) => likeLuminance(placed, chance),
  'white on transparent': ({ placed }) => transparent(placed, [255, 255, 255]),
  'black on transparent': ({ placed }) => transparent(placed, [0, 0, 0]),
  'colour on transparent': ({ placed }, chance) =>
    transparent(placed, [chance.whole(0, 255), chance.whole(0, 255), chance.whole(0, 255)]),
  JPEG: (scene, chance) => ({ ...clean(scene, chance), quality: chance.whole(15, 60) }),
  photograph: (scene, chance) => ({ ...photograph(scene, chance), quality: chance.whole(75, 95) }),
} satisfies Record<string, Maker>

/** The name of a disturbance. */
export type Kind = keyof typeof MAKERS

const isKind = (name: string): name is Kind => Object.hasOwn(MAKERS, name)

/** All kinds of disturbances, in an order for tables. */
export const KINDS: readonly Kind[] = Object.keys(MAKERS).filter(isKind)

/**
 * A picture of the digit with a disturbance of that kind, the same for the same seed and index anywhere. The
 * picture's size, the digit's place, and the levels of grey paper and ink are the same in all kinds.
 *
 * @throws RangeError if the digit is blank
 */
export function disturbed(
  digit: Digit,
  kind: Kind,
  { seed, index }: { readonly seed: number; readonly index: number },
): Disturbed {
  const chance = new Chance(seed, index)
  const scene = {
    placed: place(digit, chance),
    levels: { paper: chance.between(215, 255), ink: chance.between(0, 90) },
  }
  return MAKERS[kind](scene, new Chance(seed, index, kind))
}
