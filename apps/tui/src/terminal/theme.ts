import { WriteStream } from 'node:tty'
import { assumedGround, type Ground, givenGround } from './ground.ts'
import { showsUnicode } from './output.ts'

/** Meanings for which parts of the dashboard are coloured. */
export type Style =
  | 'title'
  | 'key'
  | 'dim'
  | 'good'
  | 'warning'
  | 'alarm'
  | 'accent'
  | 'second'
  | 'third'
  | 'fourth'

/** 0 .. 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** Abilities of the terminal: every view asks this, and nothing else, for its colours and characters. */
export interface Theme {
  /** Whether braille, blocks and lines may be used; else ASCII. */
  readonly unicode: boolean
  /** Bits a colour: 1 is none (NO_COLOR, or a terminal without), 4 the sixteen colours, 8 the 256, 24 any. */
  readonly depth: 1 | 4 | 8 | 24
  /** The ground that the text stands on, as far as is known. */
  readonly ground: Ground
  /** The text in a style, as it is where there are no colours. */
  paint(style: Style, text: string): string
  /** The text in colours of a picture, the nearest that the terminal has; as it is where there are none. */
  tint(text: string, foreground: Rgb | undefined, background?: Rgb | undefined): string
}

/** Assumed values of a terminal's sixteen colours, in the order of their numbers, as xterm has them. */
export const SIXTEEN: readonly Rgb[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
]

/**
 * The levels of the cube 6 x 6 x 6 within the 256 colours, of which it is 16 .. 231; 232 .. 255 are greys.
 */
const LEVELS = [0, 95, 135, 175, 215, 255]
const CUBE = 16
const GREYS = 232

/** All 256, in the order of their numbers. */
export const COLOURS_256: readonly Rgb[] = [
  ...SIXTEEN,
  ...LEVELS.flatMap(red => LEVELS.flatMap(green => LEVELS.map((blue): Rgb => [red, green, blue]))),
  ...Array.from({ length: 256 - GREYS }, (_, i): Rgb => [8 + 10 * i, 8 + 10 * i, 8 + 10 * i]),
]

/**
 * The parameters of SGR that choose the nearest colour that so many bits have, for the text or for what is
 * behind it.
 */
function colourCode(rgb: Rgb, depth: 4 | 8 | 24, layer: 'text' | 'behind'): string {
  const extended = layer === 'text' ? 38 : 48
  if (depth === 24) return `${extended};2;${rgb.join(';')}`
  if (depth === 8) return `${extended};5;${nearest(rgb, COLOURS_256, CUBE)}`
  const index = nearest(rgb, SIXTEEN, 0)
  const first = (index < 8 ? 30 : 82) + (layer === 'text' ? 0 : 10)
  return String(first + index)
}

/**
 * The number, from `first` on, of the colour that is nearest; the first sixteen of 256 are as the user set
 * them, so none of those.
 */
function nearest(rgb: Rgb, colours: readonly Rgb[], first: number): number {
  let [best, least] = [first, Number.POSITIVE_INFINITY]
  for (let index = first; index < colours.length; index++) {
    const distance = distanceOf(rgb, colours[index] ?? rgb)
    if (distance < least) [best, least] = [index, distance]
  }
  return best
}

/** Squared, each component by how much the eye cares for it. */
function distanceOf(a: Rgb, b: Rgb): number {
  return 2 * (a[0] - b[0]) ** 2 + 4 * (a[1] - b[1]) ** 2 + 3 * (a[2] - b[2]) ** 2
}

type Depth = Theme['depth']
type Colours = Exclude<Depth, 1>

const BOLD = 1
const FAINT = 2
const PLAIN_WEIGHT = 22
const FOREGROUND = 39
const BACKGROUND = 49
/** Colours whose codes are kept: more than pictures have. */
const MOST_KNOWN = 1024

/** A stream that may be a terminal. */
export type Terminal = NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'getColorDepth'>>

/** Appearance of a style: an SGR code for sixteen colours; red, green and blue where there are more. */
interface Look {
  readonly bold?: true
  readonly faint?: true
  readonly basic?: number
  readonly rgb?: Rgb
}

/**
 * Colours that stand out from black and from white alike (3 : 1 at least) and from each other to the
 * colour-blind: hues of Okabe and Ito, Color Universal Design (2008), made as bright as that asks for.
 */
const LOOKS: Readonly<Record<Style, Look>> = {
  title: { bold: true },
  key: { bold: true },
  dim: { faint: true, rgb: [128, 128, 128] },
  good: { basic: 32, rgb: [0, 146, 105] },
  warning: { basic: 33, rgb: [184, 120, 0] },
  alarm: { bold: true, basic: 31, rgb: [216, 74, 60] },
  accent: { basic: 94, rgb: [38, 132, 214] },
  second: { basic: 33, rgb: [213, 110, 20] },
  third: { basic: 36, rgb: [20, 148, 130] },
  fourth: { basic: 35, rgb: [182, 100, 160] },
}

/** The theme of a terminal with such characters and colours, on a dark ground if not told otherwise. */
export function themeFor({
  unicode,
  depth,
  ground = 'dark',
}: Pick<Theme, 'unicode' | 'depth'> & { readonly ground?: Ground }): Theme {
  if (depth === 1) return { unicode, depth, ground, paint: (_, text) => text, tint: text => text }
  const looks = new Map(
    Object.entries(LOOKS).map(([style, look]): [string, readonly [string, string]] => [
      style,
      codesOf(look, depth),
    ]),
  )
  return {
    unicode,
    depth,
    ground,
    paint: (style, text) => {
      const [open, close] = looks.get(style) ?? ['', '']
      return text === '' ? text : `${open}${text}${close}`
    },
    tint: tinterOf(depth),
  }
}

/**
 * The theme of this terminal. Of its colours Node knows best: FORCE_COLOR, NO_COLOR, TERM and what else
 * tells; a stream that is no terminal has none unless they are forced. Linux's own console has too few
 * characters for braille. @throws UsageError for a ground that is none
 */
export function themeOf(
  terminal: Terminal,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Theme {
  const { TERM } = env
  const unicode = showsUnicode(env, platform) && TERM !== 'linux'
  return themeFor({ unicode, depth: depthOf(terminal, env), ground: assumedGround(env) })
}

/** A terminal that has a screen of its own. */
export interface FullTerminal {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly theme: Theme
  /** Whether the terminal is asked for the ground of its text. */
  readonly asksForGround: boolean
}

/** This program's terminal. @throws UsageError for a ground that is none */
export function fullTerminal({ stdin, stdout, env }: NodeJS.Process): FullTerminal {
  const theme = themeOf(stdout, env)
  const { TERM } = env
  // No colour depends on the ground where there are few; and Linux's console shows what it is asked.
  const asksForGround = theme.depth >= 8 && TERM !== 'linux' && givenGround(env) === undefined
  return { stdin, stdout, theme, asksForGround }
}

function depthOf(terminal: Terminal, env: NodeJS.ProcessEnv): Depth {
  const { FORCE_COLOR } = env
  if (FORCE_COLOR === undefined && !(terminal.isTTY && terminal.getColorDepth)) return 1
  const bits = terminal.getColorDepth?.(env) ?? WriteStream.prototype.getColorDepth(env)
  if (bits >= 24) return 24
  if (bits >= 8) return 8
  return bits >= 4 ? 4 : 1
}

function codesOf({ bold, faint, basic, rgb }: Look, depth: Colours): readonly [open: string, close: string] {
  const open: (number | string)[] = []
  const close: number[] = []
  if (bold || (faint && depth === 4)) {
    open.push(bold ? BOLD : FAINT)
    close.push(PLAIN_WEIGHT)
  }
  const colour = depth === 4 ? basic : rgb && colourCode(rgb, depth, 'text')
  if (colour !== undefined) {
    open.push(colour)
    close.push(FOREGROUND)
  }
  return [sgr(open), sgr(close)]
}

/** Colours text, and knows the codes of the colours that it has met. */
function tinterOf(depth: Colours): Theme['tint'] {
  const text = codesFor(depth, 'text')
  const behind = codesFor(depth, 'behind')
  return (characters, foreground, background) => {
    const open = [...(foreground ? [text(foreground)] : []), ...(background ? [behind(background)] : [])]
    const close = [...(foreground ? [FOREGROUND] : []), ...(background ? [BACKGROUND] : [])]
    return characters === '' ? characters : `${sgr(open)}${characters}${sgr(close)}`
  }
}

function codesFor(depth: Colours, layer: 'text' | 'behind'): (rgb: Rgb) => string {
  const known = new Map<number, string>()
  return rgb => {
    const key = (rgb[0] << 16) | (rgb[1] << 8) | rgb[2]
    const code = known.get(key) ?? colourCode(rgb, depth, layer)
    if (known.size < MOST_KNOWN) known.set(key, code)
    return code
  }
}

function sgr(parameters: readonly (number | string)[]): string {
  return parameters.length === 0 ? '' : `\u001B[${parameters.join(';')}m`
}
