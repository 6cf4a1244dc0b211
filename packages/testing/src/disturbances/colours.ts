import type { Chance } from './chance.ts'
import type { Disturbed, Placed } from './sheet.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** A digit on a plain ground, of colours that a grey picture tells apart. */
export function coloured(at: Placed, chance: Chance): Disturbed {
  return opaque(at, ...pairOf(chance, (bright, _) => bright >= 70))
}

/** The same, of colours that are nearly the same in a grey picture and far apart for an eye. */
export function likeLuminance(at: Placed, chance: Chance): Disturbed {
  return opaque(at, ...pairOf(chance, (bright, distance) => bright <= 8 && distance >= 150))
}

/** A digit of a colour and nothing else: its ground is transparent. */
export function transparent(at: Placed, ink: Colour): Disturbed {
  return picture(at, share => [...ink, 255 * share])
}

function opaque(at: Placed, ink: Colour, ground: Colour): Disturbed {
  const mixed = (i: 0 | 1 | 2, share: number): number => ground[i] + share * (ink[i] - ground[i])
  return picture(at, share => [mixed(0, share), mixed(1, share), mixed(2, share), 255])
}

function picture({ width, height, cover }: Placed, at: (share: number) => readonly number[]): Disturbed {
  const samples = new Uint8ClampedArray(4 * width * height)
  cover.forEach((share, i) => {
    samples.set(at(share), 4 * i)
  })
  return { width, height, channels: 4, samples: new Uint8Array(samples) }
}

/** Two random colours that differ so: in luminance, and in their distance as points. */
function pairOf(
  chance: Chance,
  differ: (bright: number, distance: number) => boolean,
): [ink: Colour, ground: Colour] {
  const colour = (): Colour => [chance.whole(0, 255), chance.whole(0, 255), chance.whole(0, 255)]
  for (;;) {
    const [ink, ground] = [colour(), colour()]
    const [red, green, blue] = [ink[0] - ground[0], ink[1] - ground[1], ink[2] - ground[2]]
    const bright = Math.abs(0.213 * red + 0.715 * green + 0.072 * blue)
    if (differ(bright, Math.sqrt(red * red + green * green + blue * blue))) return [ink, ground]
  }
}
