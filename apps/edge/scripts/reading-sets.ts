import { atOnce, decodePicture, type GreyPicture } from '@gradus/data'
import { drawing, pictureOf, STYLES, VARIANTS } from '@gradus/data/strokes'
import type { Dataset } from '@gradus/mnist'
import { type Disturbed, disturbed, fileOf, KINDS } from '@gradus/testing/disturbances'
import { printedDigits } from '@gradus/testing/printed-digits'

/** A digit to read: a picture, or an image in MNIST's form as its data have it. */
export type Reading = { readonly label: number } & (
  | { readonly picture: GreyPicture }
  | { readonly image: Uint8Array }
)

/** Digits of one kind, whose accuracy is a row of a table. */
export interface ReadingSet {
  readonly group: GroupName
  /** The kind: a disturbance, a style, a variant, a font. */
  readonly name: string
  readonly readings: () => Iterable<Reading>
}

/** Groups of sets, and the accuracy that each set of a group is to reach; printed fonts all together. */
export const GROUPS = {
  disturbed: { title: 'Test digits of MNIST in disturbed pictures', goal: 0.95 },
  styles: { title: 'Drawn digits, by style', goal: 0.9 },
  variants: { title: 'Drawn digits, by variant', goal: 0.85 },
  printed: { title: 'Printed digits, by font', goal: 0.95 },
  mnist: { title: 'Images of MNIST', goal: 0.987 },
} as const

export type GroupName = keyof typeof GROUPS

/** The data of one purpose: to choose by, or for the figures that decide nothing. */
export interface Sources {
  readonly mnist: Dataset
  readonly strokes: 'validation' | 'test'
  readonly fonts: 'validation' | 'final'
  readonly seed: number
  /** Digits of a kind of disturbance, and drawings of a style or variant. */
  readonly counts: { readonly disturbed: number; readonly drawn: number }
}

/** Sources to choose by; any seed below 1000 will do. */
export const CHOICE = { strokes: 'validation', fonts: 'validation', seed: 1 } as const
/** Sources of the last figures: the seed is used for nothing else. */
export const FINAL = { strokes: 'test', fonts: 'final', seed: 1998 } as const

/** All sets, in the order of the tables. */
export function readingSets(sources: Sources): ReadingSet[] {
  return [...disturbedSets(sources), ...drawnSets(sources), ...printedSets(sources), mnistSet(sources)]
}

function disturbedSets({ mnist, seed, counts }: Sources): ReadingSet[] {
  return KINDS.map(kind => ({
    group: 'disturbed',
    name: kind,
    *readings() {
      for (let index = 0; index < counts.disturbed; index++) {
        const { pixels, label } = mnist.at(Math.floor((index * mnist.length) / counts.disturbed))
        const digit = { width: mnist.cols, height: mnist.rows, data: pixels }
        yield { label, picture: readable(disturbed(digit, kind, { seed, index })) }
      }
    },
  }))
}

/** The picture as it is read from a file: where that is only grey values, they are taken as they are. */
function readable(picture: Disturbed): GreyPicture {
  const { width, height, channels, samples, quality } = picture
  if (channels === 1 && quality === undefined) return { width, height, data: samples }
  return atOnce(decodePicture(fileOf(picture)))
}

/** Side of a drawing's picture, in pixels: a pad on a telephone. */
const PAD = 280

function drawnSets({ strokes, seed, counts }: Sources): ReadingSet[] {
  const setOf = (
    group: GroupName,
    name: string,
    choice: { style?: string; variant?: string },
  ): ReadingSet => ({
    group,
    name,
    *readings() {
      for (let index = 0; index < counts.drawn; index++) {
        const drawn = drawing({ part: strokes, seed, index, ...choice })
        yield { label: drawn.label, picture: pictureOf(drawn, PAD) }
      }
    },
  })
  return [
    ...STYLES.map(({ name }) => setOf('styles', name, { style: name })),
    ...VARIANTS.map(({ name }) => setOf('variants', name, { variant: name })),
  ]
}

function printedSets({ fonts }: Sources): ReadingSet[] {
  const digits = printedDigits(fonts, file => atOnce(decodePicture(file)))
  return [...new Set(digits.map(({ font }) => font))].map(name => ({
    group: 'printed',
    name,
    readings: () =>
      digits.filter(({ font }) => font === name).map(({ label, ...picture }) => ({ label, picture })),
  }))
}

function mnistSet({ mnist }: Sources): ReadingSet {
  return {
    group: 'mnist',
    name: `${mnist.length.toLocaleString('en')} images`,
    *readings() {
      for (let i = 0; i < mnist.length; i++) {
        const { pixels, label } = mnist.at(i)
        yield { label, image: pixels }
      }
    },
  }
}
