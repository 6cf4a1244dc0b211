const NAMES = [
  '0 plain',
  '0 slash',
  '1 plain',
  '1 flag',
  '1 foot',
  '1 flag and foot',
  '2 plain',
  '2 loop',
  '3 round',
  '3 flat-topped',
  '4 open',
  '4 closed',
  '5 one stroke',
  '5 two strokes',
  '6 curved',
  '6 straight',
  '7 plain',
  '7 bar',
  '7 serif',
  '7 serif and bar',
  '8 one stroke',
  '8 two circles',
  '8 open',
  '9 straight',
  '9 hooked',
] as const

/** A usual way to write a digit. */
export interface Variant {
  /** 0 .. 9. */
  readonly digit: number
  /** The digit, and how it is written. */
  readonly name: (typeof NAMES)[number]
}

/**
 * Hands that write the variants: of each, some paths. A path is a list of points "x,y" in hundredths of the digit's
 * height, to the right and down. A smooth curve leads through them, with a corner where a point is marked by "!";
 * between " / " the pen is lifted.
 */
export type Hands = Readonly<Record<Variant['name'], readonly string[]>>

/** The variants, by digit. */
export const VARIANTS: readonly Variant[] = /* @__PURE__ */ NAMES.map(name => ({
  digit: Number(name[0]),
  name,
}))
