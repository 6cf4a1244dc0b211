import { type Dimension, type FieldValue, fieldText } from '@gradus/study'

/** Parts of a field's values, in which trials are put together. */
export interface Bins {
  /** A name for each part, in the order of the values. */
  readonly labels: readonly string[]
  /** The part that a value belongs to. */
  at(value: FieldValue): number
}

/**
 * The parts of a field: its choices; the values that occur, if they are few; or else parts of its range that are
 * equally wide on its scale, each named by its middle.
 * @param values those that occur. @param most parts that there is room for @param wanted parts of a range
 */
export function binsOf(
  dimension: Dimension,
  values: readonly FieldValue[],
  { most, wanted }: { readonly most: number; readonly wanted: number },
): Bins {
  if (dimension.kind === 'choices') return listed(dimension.choices, most)
  const occurring = [...new Set(values.map(numberOf))]
  if (occurring.length <= most)
    return listed(
      occurring.toSorted((a, b) => a - b),
      most,
    )
  const parts = Math.max(1, Math.min(most, wanted))
  const { low, high, kind } = dimension
  const isLog = kind !== 'uniform'
  const [from, to] = isLog ? [Math.log(low), Math.log(high)] : [low, high]
  const labels = Array.from({ length: parts }, (_, part) => {
    const middle = from + ((part + 0.5) / parts) * (to - from)
    const number = Number((isLog ? Math.exp(middle) : middle).toPrecision(2))
    return String(kind === 'whole' ? Math.round(number) : number)
  })
  const share = (number: number): number => ((isLog ? Math.log(number) : number) - from) / (to - from)
  return {
    labels,
    at: value => Math.min(parts - 1, Math.max(0, Math.floor(share(numberOf(value)) * parts))),
  }
}

/** Parts of one value each; of several that follow each other where there is no room for that. */
function listed(values: readonly FieldValue[], most: number): Bins {
  const parts = Math.max(1, Math.min(most, values.length))
  const texts = values.map(fieldText)
  const partAt = (place: number): number => Math.floor((place * parts) / values.length)
  const places = new Map(texts.map((text, place) => [text, place]))
  return {
    labels: Array.from(
      { length: parts },
      (_, part) => texts.find((_, place) => partAt(place) === part) ?? '',
    ),
    at: value => partAt(places.get(textOf(value)) ?? places.get(fieldText(value)) ?? 0),
  }
}

/** The text of a number of a range; layers of a range have one number. */
function textOf(value: FieldValue): string {
  return typeof value === 'object' ? value.map(String).join('x') : fieldText(value)
}

/** The number of a value of a range, whether it is one or the neurons of a layer. */
export function numberOf(value: FieldValue): number {
  return Number(typeof value === 'object' ? value[0] : value)
}
