/** What parts of the dashboard are coloured for. */
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

/** What the terminal can show: every view asks this, and nothing else, for its colours and characters. */
export interface Theme {
  /** Whether braille, blocks and lines may be used; else ASCII. */
  readonly unicode: boolean
  /** Bits a colour: 1 is none (NO_COLOR, or a terminal without), 4 the sixteen colours, 8 the 256, 24 any. */
  readonly depth: 1 | 4 | 8 | 24
  /** The text in a style, as it is where there are no colours. */
  paint(style: Style, text: string): string
  /** The text in colours of a picture, the nearest that the terminal has; as it is where there are none. */
  tint(text: string, foreground: Rgb | undefined, background?: Rgb | undefined): string
}
