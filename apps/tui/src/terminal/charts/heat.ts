import type { Rgb, Theme } from '../theme.ts'

/** Shades of a cell; without colours they stand beside its text. */
const STEPS = 5
const SHADES = { unicode: '  ░▒▓█', ascii: '  :+*#' }

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** Colours from little, which is near the ground, to much. */
type Ramp = readonly [from: Rgb, to: Rgb]
/** Ramps for what is good and for what is bad. */
const RAMPS: Readonly<Record<Theme['ground'], { readonly good: Ramp; readonly bad: Ramp }>> = {
  dark: {
    good: [
      [30, 44, 62],
      [30, 105, 185],
    ],
    bad: [
      [46, 36, 26],
      [240, 140, 30],
    ],
  },
  light: {
    good: [
      [228, 237, 247],
      [70, 145, 220],
    ],
    bad: [
      [252, 242, 228],
      [240, 140, 30],
    ],
  },
}

/** Heat of a cell. */
export interface Heat {
  /** 0 .. 1; it is shown in five steps. */
  readonly share: number
  readonly ramp: 'good' | 'bad'
}

/**
 * A cell of a heat map: its text in colours, or with a shade in the place of its last character, which is a
 * blank.
 */
export function heatCell(text: string, { share, ramp }: Heat, theme: Theme): string {
  const { depth, unicode } = theme
  const step = Math.max(1, Math.ceil(share * STEPS))
  if (depth === 1) return `${text.slice(0, -1)}${(unicode ? SHADES.unicode : SHADES.ascii).charAt(step)}`
  if (depth === 4)
    return theme.paint(ramp === 'good' ? 'accent' : step > STEPS / 2 ? 'alarm' : 'second', text)
  const behind = mixed(RAMPS[theme.ground][ramp], (step - 1) / (STEPS - 1))
  return theme.tint(text, isBright(behind) ? BLACK : WHITE, behind)
}

/** Samples of all steps, from little to much. */
export function heatLegend(ramp: Heat['ramp'], theme: Theme): string {
  return Array.from({ length: STEPS }, (_, i) =>
    heatCell('  ', { share: (i + 1) / STEPS, ramp }, theme),
  ).join('')
}

function mixed([from, to]: Ramp, share: number): Rgb {
  const part = (a: number, b: number): number => Math.round(a + (b - a) * share)
  return [part(from[0], to[0]), part(from[1], to[1]), part(from[2], to[2])]
}

/** Whether black can be read on it better than white. */
function isBright([red, green, blue]: Rgb): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 130
}
