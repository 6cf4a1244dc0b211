import type { PartName } from '../part-names.ts'
import type { ClassCount } from './facts.ts'
import type { Place, Repeats } from './repeats.ts'

/** Classes and columns that are named in a sentence, and places. */
const MOST_NAMED = 6
const MOST_PLACES = 3

/** Adjectives of the parts. */
export const NOUNS: Readonly<Record<PartName, string>> = {
  train: 'training',
  validation: 'validation',
  test: 'test',
}

/** Some groups of equal examples: `cat/3.png = dog/7.png, ...`. */
export function told({ first }: Repeats, kind: string): string {
  const groups = first.slice(0, MOST_PLACES).map(group =>
    group
      .slice(0, 2)
      .map(place => placed(place, kind))
      .join(' = '),
  )
  return groups.join(', ')
}

/** An example by its file, line or entry; else by its number: `training image 3`. */
export function placed({ part, index, origin }: Place, kind: string): string {
  return origin ?? `${NOUNS[part]} ${kind.slice(0, -1)} ${index}`
}

/** `class 3`, or `classes "cat" and "dog"`. */
export function classesNamed(classes: readonly ClassCount[]): string {
  return `${classes.length === 1 ? 'class' : 'classes'} ${listed(classes.map(quoted))}`
}

/** The name of a class, in quotes where it is more than a number. */
export function quoted({ label, class: c }: ClassCount): string {
  return label === String(c) ? label : `"${label}"`
}

/** A list in words: `a, b and c`; of a long one the first few, and how many more. */
export function listed(items: readonly string[]): string {
  if (items.length > MOST_NAMED) {
    return `${items.slice(0, MOST_NAMED).join(', ')} and ${items.length - MOST_NAMED} more`
  }
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** The text with a capital letter. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** 50000 as `50,000`. */
export function count(number: number): string {
  return number.toLocaleString('en-GB')
}

/** A number of any size with four digits that mean something. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(4)))
}

/** 0.936 as `93.6 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
